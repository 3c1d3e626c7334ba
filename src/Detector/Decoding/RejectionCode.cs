namespace StayPositive.Detector.Decoding;

/// <summary>Why an image is not scanned.</summary>
public enum RejectionCode
{
    /// <summary>The file has no bytes.</summary>
    Empty,

    /// <summary>The format is unknown, or known and not scanned.</summary>
    UnsupportedFormat,

    /// <summary>The file is larger than the limit.</summary>
    TooManyBytes,

    /// <summary>Width x height is above the limit.</summary>
    TooManyPixels,

    /// <summary>A side is longer than the limit.</summary>
    TooLongSide,

    /// <summary>A side is shorter than the limit.</summary>
    TooSmall,

    /// <summary>The file ends before the image does.</summary>
    Truncated,

    /// <summary>The content breaks the format's rules.</summary>
    Corrupt,

    /// <summary>Its kind (progressive, interlaced, WebP, ...) must be decoded whole, which needs more than the memory budget.</summary>
    TooMuchMemory,

    /// <summary>It has more frames than the limit, or these have, taken together, more pixels than the limit.</summary>
    TooManyFrames,

    /// <summary>The file may be sound, but is of a kind of its format that is not decoded (JPEG with 12 bits per sample, lossless JPEG, run-length BMP, floating-point TIFF).</summary>
    Unreadable,
}
