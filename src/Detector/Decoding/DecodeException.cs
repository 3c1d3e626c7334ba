namespace StayPositive.Detector.Decoding;

/// <summary>Says, from within the decoding of pixels, why there are none. Never leaves the Detector: it becomes the result <see cref="Rejected"/>.</summary>
internal sealed class DecodeException(ImageRejected rejected) : Exception(rejected.Sentence)
{
    public ImageRejected Rejected { get; } = rejected;

    public static DecodeException Corrupt(ImageFormat format) => new(new ImageRejected(
        RejectionCode.Corrupt, $"The {format} data is damaged: it breaks the rules of its format, and not all pixels can be decoded.", "Export the image again from its source."));
}
