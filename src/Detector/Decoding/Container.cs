using System.Buffers.Binary;

namespace StayPositive.Detector.Decoding;

/// <summary>What can be told of a file from its outermost structure: whether it is all there, and whether it moves.</summary>
internal static class Container
{
    /// <summary>True when the end of the image is there: JPEG's EOI marker, PNG's IEND chunk, the length that a WebP file states.</summary>
    public static bool IsComplete(ReadOnlySpan<byte> bytes, ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => JpegMarkers.HasEnd(bytes),
        ImageFormat.Png => PngChunk(bytes, "IEND"u8) >= 0,
        ImageFormat.WebP => bytes.Length >= BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) + 8L,
        _ => true,
    };

    /// <summary>True for APNG and animated WebP.</summary>
    public static bool IsAnimated(ReadOnlySpan<byte> bytes, ImageFormat format) => format switch
    {
        ImageFormat.Png => PngChunk(bytes, "acTL"u8) >= 0,
        ImageFormat.WebP => bytes.Length > 20 && bytes[12..].StartsWith("VP8X"u8) && (bytes[20] & 0x02) != 0,
        _ => false,
    };

    /// <summary>Offset of the first chunk of a kind, or -1 when the chain of chunks ends or breaks before it.</summary>
    private static long PngChunk(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> kind)
    {
        const int signature = 8;
        const int overhead = 12; // length, kind, check sum
        long at = signature;
        while (at + overhead <= bytes.Length)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes[(int)at..]);
            if (at + overhead + length > bytes.Length)
                return -1;
            if (bytes.Slice((int)at + 4, 4).SequenceEqual(kind))
                return at;
            at += overhead + length;
        }

        return -1;
    }
}
