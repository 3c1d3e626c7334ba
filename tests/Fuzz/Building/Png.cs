using System.IO.Compression;
using StayPositive.Fuzz.Containers;
using static StayPositive.Fuzz.Building.Numbers;

namespace StayPositive.Fuzz.Building;

/// <summary>PNG files whose header and data need not agree.</summary>
internal static class Png
{
    private static readonly PngChunks Chunks = new();

    public static Part Header(uint width, uint height, int depth = 8, int colour = 2, int interlace = 0) =>
        new("IHDR", [.. Big32(width), .. Big32(height), (byte)depth, (byte)colour, 0, 0, (byte)interlace]);

    public static Part End { get; } = new("IEND", []);

    public static Part Pixels(byte[] rows) => new("IDAT", Deflate(rows));

    public static byte[] File(params IEnumerable<Part> parts) => Chunks.Join([.. parts]);

    /// <summary>Header, then so many zero bytes, tightly compressed (about 1 : 1000).</summary>
    public static byte[] Bomb(uint width, uint height, int byteCount, int depth = 8, int colour = 2, int interlace = 0) =>
        File(Header(width, height, depth, colour, interlace), new Part("IDAT", Zeros(byteCount)), End);

    /// <summary>A seed with parts put in front of its first IDAT.</summary>
    public static byte[] Insert(byte[] seed, params IEnumerable<Part> extra)
    {
        var parts = Chunks.Split(seed);
        parts.InsertRange(parts.FindIndex(part => part.Kind == "IDAT"), extra);
        return Chunks.Join(parts);
    }

    public static byte[] Deflate(byte[] data) => Deflate(zlib => zlib.Write(data));

    /// <summary>So many zero bytes, compressed without ever being in memory as a whole.</summary>
    public static byte[] Zeros(int count) => Deflate(zlib =>
    {
        var block = new byte[1 << 16];
        for (var left = count; left > 0; left -= block.Length)
            zlib.Write(block, 0, Math.Min(left, block.Length));
    });

    private static byte[] Deflate(Action<ZLibStream> write)
    {
        using var memory = new MemoryStream();
        using (var zlib = new ZLibStream(memory, CompressionLevel.SmallestSize, leaveOpen: true))
            write(zlib);
        return memory.ToArray();
    }
}
