using NetVips;
using StayPositive.Detector.Decoding;

namespace StayPositive.Fuzz.Soaking;

/// <summary>Crops of the samples, 64 to 256 pixels a side, as PNG, JPEG and WebP files, so that a scan takes milliseconds; and one whole sample.</summary>
internal static class SoakPictures
{
    private const int MinSide = 64;
    private const int MaxSide = 256;

    /// <summary>So many files, the same on every run.</summary>
    public static IReadOnlyList<byte[]> Crops(int count)
    {
        var samples = Files().Select(File.ReadAllBytes).ToArray();
        return [.. Enumerable.Range(0, count).Select(i => Crop(samples[i % samples.Length], i))];
    }

    /// <summary>A sample that takes several tiles.</summary>
    public static byte[] Whole() => File.ReadAllBytes(Files()[0]);

    private static string[] Files() => [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "samples"), "*.jpg").Order(StringComparer.Ordinal)];

    private static byte[] Crop(byte[] sample, int number)
    {
        var chance = new Chance(MinSide, number);
        using var decoded = ImageDecoder.Decode(sample, new DecodeLimits()).Image!;
        using var whole = Image.NewFromMemory(decoded.Pixels.ToArray(), decoded.Width, decoded.Height, 3, Enums.BandFormat.Uchar);
        var (width, height) = (chance.Next(MinSide, MaxSide), chance.Next(MinSide, MaxSide));
        using var crop = whole.Crop(chance.Next(decoded.Width - width), chance.Next(decoded.Height - height), width, height);
        using var colour = crop.Copy(interpretation: Enums.Interpretation.Srgb);
        return (number % 3) switch
        {
            0 => colour.PngsaveBuffer(),
            1 => colour.JpegsaveBuffer(q: 95),
            _ => colour.WebpsaveBuffer(q: 90),
        };
    }
}
