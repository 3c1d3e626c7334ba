using System.Buffers.Binary;

namespace StayPositive.Detector.Decoding;

/// <summary>What can be told of a file from its outermost structure.</summary>
internal static class Container
{
    private const int PngInterlace = 28;

    /// <summary>True when the end of the image is there: JPEG's EOI marker, PNG's IEND chunk, GIF's trailer, the length that a WebP file states.</summary>
    public static bool IsComplete(ReadOnlySpan<byte> bytes, ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => JpegMarkers.HasEnd(bytes),
        ImageFormat.Png => PngChunks.Find(bytes, "IEND"u8) >= 0,
        ImageFormat.WebP => bytes.Length >= BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) + 8L,
        ImageFormat.Gif => GifBlocks.HasEnd(bytes),
        _ => true,
    };

    /// <summary>True for APNG.</summary>
    public static bool IsAnimatedPng(ReadOnlySpan<byte> bytes) =>
        PngChunks.Find(bytes, "acTL"u8) is >= 0 and var control && PngChunks.Find(bytes, "IDAT"u8) is var data && (data < 0 || control < data);

    /// <summary>Frames, as far as they can be counted before a decoder sees the file, up to <paramref name="most"/>; else 1.</summary>
    public static int Frames(ReadOnlySpan<byte> bytes, ImageFormat format, int most) => format switch
    {
        ImageFormat.Tiff => TiffDirectory.Count(bytes, most),
        ImageFormat.WebP => WebPFrames(bytes, most),
        ImageFormat.Png when PngChunks.Find(bytes, "acTL"u8) is >= 0 and var at => (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(bytes[(at + 8)..]), (uint)most),
        _ => 1,
    };

    private static int WebPFrames(ReadOnlySpan<byte> bytes, int most)
    {
        const int header = 12;
        const int overhead = 8; // kind and length
        var count = 0;
        for (long at = header; at + overhead <= bytes.Length && count < most;)
        {
            count += bytes[(int)at..].StartsWith("ANMF"u8) ? 1 : 0;
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[((int)at + 4)..]);
            at += overhead + length + (length & 1);
        }

        return Math.Max(1, count);
    }

    /// <summary>True when a decoder hands out rows as it reads them; otherwise it needs memory for the whole frame.</summary>
    public static bool IsStreamed(ReadOnlySpan<byte> bytes, ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => JpegMarkers.IsOneScan(bytes),
        ImageFormat.Png => bytes.Length > PngInterlace && bytes[PngInterlace] == 0,
        ImageFormat.Bmp => true,
        _ => false,
    };
}
