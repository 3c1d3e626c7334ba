using BenchmarkDotNet.Attributes;
using NetVips;
using StayPositive.Detector.Decoding;
using StayPositive.Detector.Models;
using StayPositive.Detector.Scans;

namespace StayPositive.Allocations;

/// <summary>One scan of the starter model, of pixels and of a JPEG file, small and 1 megapixel.</summary>
public class ScanAllocations : IDisposable
{
    private ImageScanner? scanner;
    private RgbImage? image;
    private byte[] jpeg = [];

    /// <summary>Side of the image, pixels.</summary>
    [Params(256, 1024)]
    public int Side { get; set; }

    /// <summary>A sample, continued by its mirror image.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        var root = Root();
        scanner = new ImageScanner(ModelPackage.Load(Path.Combine(root, "models/starter")));
        using var sample = Image.NewFromFile(Path.Combine(root, "samples/coffee.jpg"));
        using var crop = sample.Crop(0, 0, Math.Min(Side, sample.Width), Math.Min(Side, sample.Height));
        using var large = crop.Embed(0, 0, Side, Side, extend: Enums.Extend.Mirror);
        jpeg = large.JpegsaveBuffer(q: 90, keep: Enums.ForeignKeep.None);
        image = ImageDecoder.Decode(jpeg, new DecodeLimits()).Image;
        Console.WriteLine($"// {Side} x {Side}: a JPEG of {jpeg.Length} bytes");
    }

    /// <summary>Frees the session.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        image?.Dispose();
        scanner?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Decoding and all.</summary>
    [Benchmark]
    public float File() => scanner!.Scan(jpeg).Verdict.Logit;

    /// <summary>Without decoding.</summary>
    [Benchmark]
    public float Pixels() => scanner!.Scan(image!).Verdict.Logit;

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "StayPositive.sln")))
                return folder.FullName;
        return Environment.CurrentDirectory;
    }
}
