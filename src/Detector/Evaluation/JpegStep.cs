using NetVips;

namespace StayPositive.Detector.Evaluation;

/// <summary>Baseline JPEG, chroma 4:2:0 at every quality, and back to pixels.</summary>
/// <param name="Quality">1..100, libjpeg's scale.</param>
internal sealed record JpegStep(int Quality) : ReencodingStep
{
    /// <inheritdoc/>
    public override Image Apply(Image image) =>
        Decode(image.JpegsaveBuffer(q: Quality, subsampleMode: Enums.ForeignSubsample.On, keep: Enums.ForeignKeep.None));

    /// <inheritdoc/>
    public override string ToString() => $"jpeg:{Quality}";
}
