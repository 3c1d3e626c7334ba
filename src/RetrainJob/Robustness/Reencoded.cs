using StayPositive.Detector.Decoding;
using StayPositive.Detector.Evaluation;

namespace StayPositive.RetrainJob.Robustness;

/// <summary>Lossy encodings and resizes, as the web does them.</summary>
/// <param name="reencoding">The chain.</param>
internal sealed class Reencoded(Reencoding reencoding) : ITransformation
{
    /// <inheritdoc/>
    public string Name => reencoding.ToString();

    private string Variant => Name.Replace(':', '-').Replace('+', '_');

    /// <inheritdoc/>
    public IReadOnlyList<string> Variants(bool generated) => [Variant];

    /// <inheritdoc/>
    public IReadOnlyList<TransformedImage> Apply(RgbImage image, bool generated, int seed) => [new TransformedImage(Variant, reencoding.Apply(image), null)];
}
