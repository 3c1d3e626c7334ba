using NetVips;

namespace StayPositive.Detector.Evaluation;

/// <summary>Lossy WebP and back to pixels.</summary>
/// <param name="Quality">1..100, libwebp's scale.</param>
internal sealed record WebpStep(int Quality) : ReencodingStep
{
    /// <inheritdoc/>
    public override Image Apply(Image image) => Decode(image.WebpsaveBuffer(q: Quality, keep: Enums.ForeignKeep.None));

    /// <inheritdoc/>
    public override string ToString() => $"webp:{Quality}";
}
