using System.Security.Cryptography;
using NetVips;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;
using StayPositive.Detector.Verdicts;
using StayPositive.RetrainJob.Tests.Importing;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Review;

namespace StayPositive.RetrainJob.Tests.Data;

/// <summary>An installation in a temporary folder, with a model that measures brightness, and small pictures as uploads.</summary>
internal sealed class DataWorld : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public DataWorld()
    {
        Installation = new Installation(new InstallationSettings { Data = folder.Path }, TimeProvider.System);
        Package = Model();
        Directory.CreateDirectory(System.IO.Path.Combine(folder.Path, "uploads"));
    }

    public static Scope Scope { get; } = new("uploads");

    public Installation Installation { get; }

    public ModelPackage Package { get; }

    public ContentHash Backbone => ContentHash.Parse(Package.Backbone.Sha256);

    public string Path(string name) => System.IO.Path.Combine(folder.Path, name);

    /// <summary>Uploads a picture as the scanner would find it, with its ref.</summary>
    public async Task<ContentHash> UploadAsync(string name, byte[] file)
    {
        File.WriteAllBytes(Path($"uploads/{name}"), file);
        var hash = ContentHash.Of(file);
        await Installation.Refs.WriteAsync(Scope, hash, BlobKey.Of(name), default);
        return hash;
    }

    public Task<LabelWrite> LabelAsync(ContentHash hash, Ruling ruling, Func<Label, Label>? with = null, int seen = 0)
    {
        var label = new Label(0, ruling, "tester", new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero), Blind: false, Note: null) { Source = "import:test" };
        return Installation.Labels.AddAsync(Scope, hash, seen, with is null ? label : with(label), default);
    }

    /// <summary>A PNG of blobs that differ with the seed, around a brightness.</summary>
    public static byte[] Picture(int seed, int grey, int width = 96, int height = 80)
    {
        var random = new Random(seed);
        var blobs = Enumerable.Range(0, 9).Select(_ => (X: random.NextDouble() * width, Y: random.NextDouble() * height, Light: random.NextDouble() * 80 - 40)).ToArray();
        return Png(width, height, (x, y) => (byte)Math.Clamp(grey + blobs.Sum(blob => blob.Light * Math.Exp(-((x - blob.X) * (x - blob.X) + (y - blob.Y) * (y - blob.Y)) / 300)), 0, 255));
    }

    public static byte[] Png(int width, int height, Func<int, int, byte> grey)
    {
        var pixels = new byte[width * height * 3];
        for (var n = 0; n < pixels.Length; n++)
            pixels[n] = grey(n / 3 % width, n / 3 / width);
        using var image = Image.NewFromMemory(pixels, width, height, 3, Enums.BandFormat.Uchar);
        using var colour = image.Copy(interpretation: Enums.Interpretation.Srgb);
        return colour.PngsaveBuffer();
    }

    public void Dispose() => folder.Dispose();

    /// <summary>Two channels: brightness, and darkness.</summary>
    private static ModelPackage Model()
    {
        var weights = new float[2 * 192];
        weights.AsSpan(0, 192).Fill(1f / 192);
        weights.AsSpan(192).Fill(-1f / 192);
        var onnx = BackboneWriter.Write([new ConvLayer(3, 2, 8, 8, weights, [0, 1], ConvActivation.Relu, 0)], inputScale: 1);
        var manifest = new BackboneManifest { Sha256 = Convert.ToHexStringLower(SHA256.HashData(onnx)), Channels = 2, Stride = 8, ReceptiveField = 8 };
        var head = new NonNegativeHead(new ModelVersion("tiny-1"), [1, 0], 0);
        return new ModelPackage(manifest, onnx, head, new Calibration([new SizeBin(0, 1000, [Set(0.01), Set(0.05)])], 1, 0), new Policy());
    }

    private static ThresholdSet Set(double rate) => new(rate, 0.9f, new Dictionary<int, float> { [64] = 0.9f, [128] = 0.9f, [256] = 0.9f }, 400, 1, true);
}
