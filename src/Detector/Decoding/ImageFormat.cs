namespace StayPositive.Detector.Decoding;

/// <summary>Image formats that are recognised by their magic bytes. JPEG, PNG and WebP are scanned.</summary>
public enum ImageFormat
{
    /// <summary>Not recognised.</summary>
    Unknown,

    /// <summary>JPEG (ITU-T T.81).</summary>
    Jpeg,

    /// <summary>PNG (W3C).</summary>
    Png,

    /// <summary>WebP (RFC 9649).</summary>
    WebP,

    /// <summary>GIF.</summary>
    Gif,

    /// <summary>TIFF, also the base of many raw formats.</summary>
    Tiff,

    /// <summary>Windows bitmap.</summary>
    Bmp,

    /// <summary>AVIF.</summary>
    Avif,

    /// <summary>HEIC / HEIF.</summary>
    Heic,

    /// <summary>JPEG XL.</summary>
    JpegXl,
}
