using NetVips;
using StayPositive.Detector.Decoding;
using StayPositive.RetrainJob.Training;

namespace StayPositive.RetrainJob.Robustness;

/// <summary>Processing that people and phones do, of one kind; the strength belongs to the image.</summary>
/// <param name="kind">One of <see cref="Laundering.Kinds"/>.</param>
internal sealed class Laundered(string kind) : ITransformation
{
    /// <inheritdoc/>
    public string Name => $"launder:{kind}";

    /// <inheritdoc/>
    public IReadOnlyList<string> Variants(bool generated) => [$"launder-{kind}"];

    /// <inheritdoc/>
    public IReadOnlyList<TransformedImage> Apply(RgbImage image, bool generated, int seed)
    {
        ArgumentNullException.ThrowIfNull(image);
        using var raw = Image.NewFromMemoryCopy(image.Pixels, image.Width, image.Height, 3, Enums.BandFormat.Uchar);
        using var colour = raw.Copy(interpretation: Enums.Interpretation.Srgb);
        using var changed = Laundering.Apply(colour, kind, new Random(seed));
        return [new TransformedImage(Variants(generated)[0], RgbImage.FromPixels(changed.Width, changed.Height, changed.WriteToMemory<byte>()), null)];
    }
}
