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
        if (head.StartsWith("BM"u8))
            return ImageFormat.Bmp;
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x0A]) || head.StartsWith((ReadOnlySpan<byte>)[0, 0, 0, 0x0C, 0x4A, 0x58, 0x4C, 0x20]))
            return ImageFormat.JpegXl;
        return head.Length >= 12 && head[4..].StartsWith("ftyp"u8) ? Brand(head[8..]) : ImageFormat.Unknown;
    }

    private static ImageFormat Brand(ReadOnlySpan<byte> brand)
    {
        if (brand.StartsWith("avif"u8) || brand.StartsWith("avis"u8))
            return ImageFormat.Avif;
        return brand.StartsWith("heic"u8) || brand.StartsWith("heix"u8) || brand.StartsWith("hevc"u8) || brand.StartsWith("mif1"u8) || brand.StartsWith("msf1"u8)
            ? ImageFormat.Heic
            : ImageFormat.Unknown;
    }
}
