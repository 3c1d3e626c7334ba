using static StayPositive.Fuzz.Building.Numbers;

namespace StayPositive.Fuzz.Building;

/// <summary>GIF89a, block by block.</summary>
internal static class Gif
{
    /// <summary>LZW data of one pixel of colour 0: clear, 0, end.</summary>
    private static readonly byte[] OnePixel = [2, 2, 0x44, 0x01, 0];

    public static byte[] Screen(int width, int height, byte flags = 0x91) =>
        [.. "GIF89a"u8, .. Little16(width), .. Little16(height), flags, 0, 0, .. (flags & 0x80) != 0 ? new Chance(1, 1).Bytes(3 * (2 << (flags & 7))) : []];

    public static byte[] Frame(int x, int y, int width, int height, byte[]? data = null, byte flags = 0) =>
        [0x2C, .. Little16(x), .. Little16(y), .. Little16(width), .. Little16(height), flags, .. data ?? OnePixel];

    public static byte[] Control(byte flags = 0, int delay = 10) => [0x21, 0xF9, 4, flags, .. Little16(delay), 0, 0];

    /// <summary>An extension whose block is repeated; zero-length blocks end it.</summary>
    public static byte[] Comment(int blocks) =>
        [0x21, 0xFE, .. Enumerable.Range(0, blocks).SelectMany(_ => Enumerable.Repeat((byte)255, 256)), 0];

    public static byte[] File(int width, int height, params IEnumerable<byte[]> blocks) => [.. Screen(width, height), .. blocks.SelectMany(block => block), 0x3B];

    /// <summary>Many frames of one pixel on a canvas of any size.</summary>
    public static byte[] ManyFrames(int width, int height, int frames) => File(
        width, height, Enumerable.Range(0, frames).SelectMany(i => new[] { Control(flags: 0x08), Frame(i % Math.Max(1, width), i % Math.Max(1, height), 1, 1) }));
}
