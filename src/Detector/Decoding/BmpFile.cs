using System.Buffers.Binary;

namespace StayPositive.Detector.Decoding;

/// <summary>
/// Headers of a Windows bitmap (BITMAPCOREHEADER to BITMAPV5HEADER), read by ourselves because libvips leaves this format to ImageMagick. Uncompressed kinds with
/// 1, 4, 8, 16, 24 or 32 bits per pixel; run-length and embedded JPEG or PNG data are refused.
/// </summary>
internal sealed record BmpFile
{
    private const int FileHeader = 14;
    private const int CoreHeader = 12;
    private const int InfoHeader = 40;
    private const int Uncompressed = 0;
    private const int BitFields = 3;
    private const int AlphaBitFields = 6;

    public required ReadOnlyMemory<byte> Bytes { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    public required int BitsPerPixel { get; init; }

    public required bool TopDown { get; init; }

    /// <summary>Offset of the first stored row.</summary>
    public required int Data { get; init; }

    /// <summary>[n, 3], blue green red; empty above 8 bits.</summary>
    public required byte[] Palette { get; init; }

    /// <summary>Bits of red, green, blue and alpha in a pixel of 16 or 32 bits; 0 = none.</summary>
    public required uint[] Masks { get; init; }

    /// <summary>Bytes of a stored row.</summary>
    public long Stride => ((long)Width * BitsPerPixel + 31) / 32 * 4;

    public bool HasAlpha => Masks[3] != 0;

    /// <summary>Reads the headers; the rejection says why not.</summary>
    public static (BmpFile? File, ImageRejected? Rejected) Read(ReadOnlyMemory<byte> bytes)
    {
        var span = bytes.Span;
        if (span.Length < FileHeader + CoreHeader)
            return (null, Truncated);
        var header = BinaryPrimitives.ReadInt32LittleEndian(span[FileHeader..]);
        if (header != CoreHeader && header is < InfoHeader or > 1024)
            return (null, Corrupt($"its header claims {header} bytes"));
        if (span.Length < FileHeader + header)
            return (null, Truncated);
        var (width, height, bits, compression, colours) = header == CoreHeader ? Core(span[FileHeader..]) : Info(span[FileHeader..]);
        if (width <= 0 || height is 0 or int.MinValue)
            return (null, Corrupt($"it claims {width} x {height} pixels"));
        if (compression is not (Uncompressed or BitFields or AlphaBitFields) || bits is not (1 or 4 or 8 or 16 or 24 or 32) || (compression != Uncompressed && bits is not (16 or 32)))
            return (null, Rare($"(compression {compression}, {bits} bits per pixel)"));

        var data = BinaryPrimitives.ReadInt32LittleEndian(span[10..]);
        if (data < FileHeader + header || data > span.Length)
            return (null, Corrupt($"its pixels are said to begin at {data}"));
        if (ReadMasks(span[..data], header, compression, bits) is not { } masks)
            return (null, Corrupt("its colour masks are missing or overlap"));
        if (ReadPalette(span[..data], header, bits, colours) is not { } palette)
            return (null, Corrupt("its palette is missing"));
        var file = new BmpFile
        {
            Bytes = bytes,
            Width = width,
            Height = Math.Abs(height),
            BitsPerPixel = bits,
            TopDown = height < 0,
            Data = data,
            Palette = palette,
            Masks = masks,
        };
        return data + file.Stride * file.Height > span.Length ? (null, Truncated) : (file, null);
    }

    private static ImageRejected Truncated => new(RejectionCode.Truncated, "The file ends before its image does.", "Upload it again.");

    private static ImageRejected Corrupt(string how) =>
        new(RejectionCode.Corrupt, $"The Bmp data is damaged: {how}.", "Export the image again from its source.");

    private static ImageRejected Rare(string which) =>
        new(RejectionCode.Unreadable, $"The BMP is of a rare kind {which} that is not decoded here.", "Save it as an uncompressed BMP or as a PNG.");

    private static (int Width, int Height, int Bits, int Compression, int Colours) Core(ReadOnlySpan<byte> header) =>
        (BinaryPrimitives.ReadUInt16LittleEndian(header[4..]), BinaryPrimitives.ReadUInt16LittleEndian(header[6..]), BinaryPrimitives.ReadUInt16LittleEndian(header[10..]), Uncompressed, 0);

    private static (int Width, int Height, int Bits, int Compression, int Colours) Info(ReadOnlySpan<byte> header) => (
        BinaryPrimitives.ReadInt32LittleEndian(header[4..]), BinaryPrimitives.ReadInt32LittleEndian(header[8..]), BinaryPrimitives.ReadUInt16LittleEndian(header[14..]),
        BinaryPrimitives.ReadInt32LittleEndian(header[16..]), BinaryPrimitives.ReadInt32LittleEndian(header[32..]));

    private static uint[]? ReadMasks(ReadOnlySpan<byte> span, int header, int compression, int bits)
    {
        if (compression == Uncompressed)
            return bits == 16 ? [0x7C00, 0x03E0, 0x001F, 0] : [0xFF0000, 0xFF00, 0xFF, 0];
        var count = compression == AlphaBitFields || header >= InfoHeader + 16 ? 4 : 3;
        var from = FileHeader + InfoHeader;
        if (from + 4 * count > span.Length)
            return null;
        var masks = new uint[4];
        for (var band = 0; band < count; band++)
            masks[band] = BinaryPrimitives.ReadUInt32LittleEndian(span[(from + 4 * band)..]);
        var overlap = (masks[0] & masks[1]) | (masks[0] & masks[2]) | (masks[1] & masks[2]) | (masks[3] & (masks[0] | masks[1] | masks[2]));
        return overlap != 0 || masks.Take(3).Any(mask => mask == 0) || masks.Any(mask => !IsRun(mask)) ? null : masks;
    }

    /// <summary>True for one run of set bits, or none.</summary>
    private static bool IsRun(uint mask) => mask == 0 || ((mask >> System.Numerics.BitOperations.TrailingZeroCount(mask)) + 1UL & mask >> System.Numerics.BitOperations.TrailingZeroCount(mask)) == 0;

    private static byte[]? ReadPalette(ReadOnlySpan<byte> span, int header, int bits, int colours)
    {
        if (bits > 8)
            return [];
        var (size, most) = (header == CoreHeader ? 3 : 4, 1 << bits);
        var entries = Math.Min(colours is <= 0 ? most : Math.Min(colours, most), (span.Length - FileHeader - header) / size);
        if (entries == 0)
            return null;
        var palette = new byte[3 * entries];
        for (var entry = 0; entry < entries; entry++)
            span.Slice(FileHeader + header + size * entry, 3).CopyTo(palette.AsSpan(3 * entry));
        return palette;
    }
}
