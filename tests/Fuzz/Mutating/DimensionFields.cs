using StayPositive.Detector.Decoding;
using StayPositive.Fuzz.Building;
using StayPositive.Fuzz.Containers;

namespace StayPositive.Fuzz.Mutating;

/// <summary>Overwrites what a file says of its size.</summary>
internal static class DimensionFields
{
    private static readonly PngChunks Chunks = new();

    /// <summary>One or both of width and height become interesting numbers.</summary>
    public static byte[] Overwrite(byte[] file, ImageFormat format, Chance chance)
    {
        var (at, bytes, step, bigEndian) = Field(file, format, chance);
        if (at < 0)
            return ByteChanges.Change(file, chance);
        foreach (var offset in new[] { at, at + step })
            if (chance.OneIn(2))
                file = file.With(offset, Number(chance.Pick(Numbers.Interesting), bytes, bigEndian));
        // The header's check sum must be right, or nobody would read the lie.
        return format == ImageFormat.Png && Chunks.Split(file) is { Count: > 0 } parts ? Chunks.Join(parts) : file;
    }

    /// <summary>Offset of the first of two fields (-1 = not found), their size, the step to the second, and the byte order.</summary>
    private static (int At, int Bytes, int Step, bool BigEndian) Field(byte[] file, ImageFormat format, Chance chance) => format switch
    {
        ImageFormat.Jpeg => (Behind(file, chance.OneIn(2) ? [0xFF, 0xC0] : [0xFF, 0xC2], 5), 2, 2, true),
        ImageFormat.Png => chance.OneIn(4) && Behind(file, "fcTL"u8, 8) is > 0 and var frame ? (frame, 4, 4, true) : (Behind(file, "IHDR"u8, 4), 4, 4, true),
        ImageFormat.WebP => chance.Next(4) switch
        {
            0 => (Behind(file, "VP8 "u8, 14), 2, 2, false),
            1 => (Behind(file, "VP8L"u8, 9), 2, 2, false), // 14 bits each, so that a field overlaps both sides
            2 => (Behind(file, "ANMF"u8, 14), 3, 3, false),
            _ => (Behind(file, "VP8X"u8, 12), 3, 3, false),
        },
        ImageFormat.Gif => chance.OneIn(2) ? (6, 2, 2, false) : (Behind(file, [0x2C, 0, 0, 0, 0], 5), 2, 2, false),
        ImageFormat.Bmp => (18, 4, 4, false),
        ImageFormat.Tiff => chance.OneIn(2) ? (Behind(file, [0x00, 0x01], 8), 4, 12, false) : (Behind(file, [0x02, 0x01], 8), 4, 12, false),
        ImageFormat.Avif => (Behind(file, "ispe"u8, 8), 4, 4, true),
        _ => (-1, 0, 0, false),
    };

    private static int Behind(byte[] file, ReadOnlySpan<byte> what, int offset) => file.AsSpan().IndexOf(what) is >= 0 and var at ? at + offset : -1;

    private static byte[] Number(uint value, int bytes, bool bigEndian)
    {
        var big = Numbers.Big32(value)[(4 - bytes)..];
        return bigEndian ? big : [.. Enumerable.Reverse(big)];
    }
}
