using System.Globalization;
using StayPositive.Detector.Decoding;
using StayPositive.Detector.Evaluation;
using StayPositive.RetrainJob.Cards;

namespace StayPositive.RetrainJob.Robustness;

/// <summary>
/// A part of a photo re-rendered by a decoder and pasted back at its place, hard-edged, every pixel else untouched: what an inpainting with such a decoder leaves. Made of the middle of the photo, which is the real
/// counterpart.
/// </summary>
/// <param name="decoder">Name of the decoder.</param>
/// <param name="share">Of the area, 0..1.</param>
/// <param name="renders">Re-renders photos whose sides are multiples of 8.</param>
internal sealed class Edited(string decoder, double share, LastRenders renders) : ITransformation
{
    private const int Multiple = 8;
    private const int MostSide = 768;
    private const int LeastSide = 128;

    /// <inheritdoc/>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"inpaint:{share:0.##}:{decoder}");

    private string Variant => Name.Replace(':', '-');

    /// <inheritdoc/>
    public IReadOnlyList<string> Variants(bool generated) => generated ? [] : [Variant, $"middle-{MostSide}"];

    /// <inheritdoc/>
    public IReadOnlyList<TransformedImage> Apply(RgbImage image, bool generated, int seed)
    {
        ArgumentNullException.ThrowIfNull(image);
        var (width, height) = (Math.Min(MostSide, image.Width) / Multiple * Multiple, Math.Min(MostSide, image.Height) / Multiple * Multiple);
        if (generated || Math.Min(width, height) < LeastSide)
            return [];
        using var middle = new CropBox((image.Width - width) / 2, (image.Height - height) / 2, width, height).Cut(image);
        var photo = middle.Pixels.ToArray();
        var edited = renders.Render(width, height, photo);
        var mask = AreaMask.Draw(width, height, share, new Random(seed));
        for (var n = 0; n < mask.Edited.Length; n++)
            if (!mask.Edited[n])
                photo.AsSpan(n * 3, 3).CopyTo(edited.AsSpan(n * 3));
        return
        [
            new TransformedImage(Variant, RgbImage.FromPixels(width, height, edited), mask.Share),
            new TransformedImage(Variants(false)[1], RgbImage.FromPixels(width, height, photo), null),
        ];
    }
}
