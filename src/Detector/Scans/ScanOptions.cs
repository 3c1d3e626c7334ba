using StayPositive.Detector.Decoding;
using StayPositive.Detector.Evidence;

namespace StayPositive.Detector.Scans;

/// <summary>How one image is scanned.</summary>
public sealed record ScanOptions
{
    /// <summary>
    /// Stop as soon as the evidence so far proves that the image's logit passes the strict threshold (what is still to come can only add to it).
    /// The verdict is then "AI-generated" with a lower bound of the logit and without region, map or windows, and is marked <see cref="Scan.StoppedEarly"/>.
    /// It says: generated content was found. A full scan finds it, too, its logit is at least that, but it may call it inpainting when only a part carries it.
    /// </summary>
    public bool EarlyStop { get; init; }

    /// <summary>
    /// Decodes what is recognised and not scanned (HEIC, JPEG XL, ...), outside of this library; null from it, or no decoder: <see cref="RejectionCode.UnsupportedFormat"/>.
    /// The scanner disposes the pixels. See docs/decisions/0008-foreign-formats.md before a native decoder is run inside the process.
    /// </summary>
    public Func<ImageFormat, ReadOnlyMemory<byte>, RgbImage?>? ForeignDecoder { get; init; }

    /// <summary>Further heads on the same backbone, measured in the same pass.</summary>
    public IReadOnlyList<NonNegativeHead> MoreHeads { get; init; } = [];
}
