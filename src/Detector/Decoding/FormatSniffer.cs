using System.Buffers.Binary;

namespace StayPositive.Detector.Decoding;

/// <summary>Recognises formats by magic bytes; names and media types are never trusted.</summary>
internal static class FormatSniffer
{
    /// <summary>Bytes that suffice.</summary>
    public const int HeadLength = 32;

    public static ImageFormat Recognise(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return ImageFormat.Jpeg;
        if (head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
            return ImageFormat.Png;
        if (head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8))
            return ImageFormat.WebP;
        if (head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8))
            return ImageFormat.Gif;
        if (head.StartsWith((ReadOnlySpan<byte>)[0x49, 0x49, 0x2A, 0x00]) || head.StartsWith((ReadOnlySpan<byte>)[0x4D, 0x4D, 0x00, 0x2A]))
            return ImageFormat.Tiff;
        if (TiffDirectory.IsBig(head))
            return ImageFormat.Tiff;
        if (head.StartsWith("BM"u8))
            return ImageFormat.Bmp;
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x0A]) || head.StartsWith((ReadOnlySpan<byte>)[0, 0, 0, 0x0C, 0x4A, 0x58, 0x4C, 0x20]))
            return ImageFormat.JpegXl;
        return head.Length >= 12 && head[4..].StartsWith("ftyp"u8) ? Brand(head) : ImageFormat.Unknown;
    }

    /// <summary>By the major brand of the ftyp box, else by its compatible brands (ISO/IEC 14496-12, 4.3), as far as the head holds them.</summary>
    private static ImageFormat Brand(ReadOnlySpan<byte> head)
    {
        var box = head[..(int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(head), (uint)head.Length)];
        var family = ImageFormat.Unknown;
        for (var at = 8; at + 4 <= box.Length; at += at == 8 ? 8 : 4) // the minor version follows the major brand
        {
            var brand = box.Slice(at, 4);
            if (brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8))
                return ImageFormat.Avif;
            if (brand.StartsWith("hei"u8) || brand.StartsWith("hev"u8) || brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("msf1"u8))
                family = ImageFormat.Heic;
        }

        return family;
    }
}
