using System.Security.Cryptography;
using StayPositive.Detector.Decoding;

namespace StayPositive.Detector.Tests.Decoding;

/// <summary>The small images of Decoding/golden and the SHA-256 of their pixels, as Pillow decodes them.</summary>
internal static class Golden
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Decoding", "golden");

    private static readonly Dictionary<string, string[]> Rows = File.ReadLines(Path.Combine(Folder, "golden.tsv"))
        .Skip(1).Select(line => line.Split('\t')).ToDictionary(row => row[0]);

    public static IEnumerable<string> Names => Rows.Keys;

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    public static (int Width, int Height) Size(string name) => (int.Parse(Rows[name][1]), int.Parse(Rows[name][2]));

    public static string Hash(string name) => Rows[name][3];

    public static string Hash(RgbImage image) => Convert.ToHexStringLower(SHA256.HashData(image.Pixels));

    public static DecodeOutcome Decode(byte[] bytes) => ImageDecoder.Decode(bytes, new DecodeLimits());
}
