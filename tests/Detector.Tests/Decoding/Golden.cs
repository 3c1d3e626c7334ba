using System.Security.Cryptography;
using StayPositive.Detector.Decoding;

namespace StayPositive.Detector.Tests.Decoding;

/// <summary>The small images of Decoding/golden and the SHA-256 of their pixels, as Pillow decodes them.</summary>
internal static class Golden
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Decoding", "golden");

    private static readonly Dictionary<string, string[]> Rows = File.ReadLines(Path.Combine(Folder, "golden.tsv"))
        .Skip(1).Select(line => line.Split('\t')).ToDictionary(row => row[0]);

    private static readonly string[][] Frames = [.. File.ReadLines(Path.Combine(Folder, "frames.tsv")).Skip(1).Select(line => line.Split('\t'))];

    public static IEnumerable<(string Name, int[] Looks)> Animations =>
        Frames.GroupBy(row => row[0]).Select(rows => (rows.Key, rows.Select(row => int.Parse(row[1])).ToArray()));

    public static IEnumerable<string> Names => Rows.Keys;

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    public static (int Width, int Height) Size(string name) => (int.Parse(Rows[name][1]), int.Parse(Rows[name][2]));

    public static string Hash(string name) => Rows[name][3];

    public static (int Frames, int Width, int Height, string Hash) Frame(string name, int frame) =>
        Frames.Single(row => row[0] == name && row[1] == $"{frame}") is var row ? (int.Parse(row[2]), int.Parse(row[3]), int.Parse(row[4]), row[5]) : default;

    public static string Hash(RgbImage image) => Convert.ToHexStringLower(SHA256.HashData(image.Pixels));

    public static DecodeOutcome Decode(byte[] bytes) => ImageDecoder.Decode(bytes, new DecodeLimits());
}
