namespace StayPositive.Detector.Decoding;

/// <summary>Either pixels with facts, or a rejection (with facts, if the header could be read).</summary>
public sealed record DecodeOutcome
{
    private DecodeOutcome(RgbImage? image, ImageFacts? facts, ImageRejected? rejected) => (Image, Facts, Rejected) = (image, facts, rejected);

    /// <summary>The pixels; the caller disposes them. Null when rejected.</summary>
    public RgbImage? Image { get; }

    /// <summary>What the header says.</summary>
    public ImageFacts? Facts { get; }

    /// <summary>Why there are no pixels; null when decoded.</summary>
    public ImageRejected? Rejected { get; }

    internal static DecodeOutcome Decoded(RgbImage image, ImageFacts facts) => new(image, facts, null);

    internal static DecodeOutcome Refused(ImageRejected rejected, ImageFacts? facts) => new(null, facts, rejected);
}
