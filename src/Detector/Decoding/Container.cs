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

    /// <summary>True when a decoder hands out rows as it reads them; otherwise it needs memory for the whole frame.</summary>
    public static bool IsStreamed(ReadOnlySpan<byte> bytes, ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => JpegMarkers.IsOneScan(bytes),
        ImageFormat.Png => bytes.Length > PngInterlace && bytes[PngInterlace] == 0,
        ImageFormat.Bmp => true,
        _ => false,
    };
}
