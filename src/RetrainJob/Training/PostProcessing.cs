using NetVips;
using StayPositive.RetrainJob.Recipes;

namespace StayPositive.RetrainJob.Training;

/// <summary>
/// What happens, identically, to both sides of a pair after rendering: perhaps laundering, a resize, a lossy encoding, then a crop that is not
/// aligned with the encoder's grid.
/// </summary>
/// <param name="Factor">Resize factor; 1 = none.</param>
/// <param name="Kernel">Kernel of the resize.</param>
/// <param name="Encoding">Null, <c>jpeg</c> or <c>webp</c>.</param>
/// <param name="Quality">Of the encoding.</param>
/// <param name="Subsampled">JPEG with 4:2:0 chroma.</param>
/// <param name="LaunderSeed">Null, or the seed of a laundering of both sides.</param>
/// <param name="GridX">Offset of the crop in the encoded image, 0..7.</param>
/// <param name="GridY">Offset of the crop in the encoded image, 0..7.</param>
internal sealed record PostProcessing(
    double Factor, Enums.Kernel Kernel, string? Encoding, int Quality, bool Subsampled, int? LaunderSeed, int GridX, int GridY)
{
    /// <summary>Margin around the crop for the encoder's grid, pixels.</summary>
    public const int Margin = 8;

    private static readonly Enums.Kernel[] Kernels = [Enums.Kernel.Linear, Enums.Kernel.Cubic, Enums.Kernel.Lanczos3, Enums.Kernel.Mitchell];

    /// <summary>Draws one. <paramref name="strength"/> in [0, 1] scales all shares; <paramref name="smallestSide"/> bounds the shrinking.</summary>
    public static PostProcessing Draw(AugmentationRecipe recipe, double strength, int crop, int smallestSide, Random random)
    {
        var leastFactor = Math.Max(recipe.MinResize, (double)(crop + Margin) / smallestSide);
        var factor = Chance(random, recipe.Resize * strength) ? leastFactor * Math.Pow(Math.Max(1, recipe.MaxResize / leastFactor), random.NextDouble()) : 1;
        var kernel = Kernels[random.Next(Kernels.Length)];
        var u = random.NextDouble();
        var encoding = u < recipe.Jpeg * strength ? "jpeg" : u < (recipe.Jpeg + recipe.WebP) * strength ? "webp" : null;
        var quality = random.Next(recipe.MinQuality, recipe.MaxQuality + 1);
        var subsampled = Chance(random, 0.7);
        int? launder = Chance(random, recipe.Launder * strength) ? random.Next() : null;
        return new PostProcessing(factor, kernel, encoding, quality, subsampled, launder, random.Next(Margin), random.Next(Margin));
    }

    /// <summary>Side in pixels of the square that is needed before the resize to cut a crop after it.</summary>
    public int RegionSide(int crop) => (int)Math.Ceiling((crop + Margin) / Factor - 1e-9);

    /// <summary>Interleaved RGB of the crop. <paramref name="third"/>: seed of a laundering that only this side gets.</summary>
    public byte[] Apply(byte[] region, int crop, int? third = null)
    {
        var side = RegionSide(crop);
        var image = Image.NewFromMemory(region, side, side, 3, Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        if (third is { } own)
            image = Replace(image, Laundering.Apply(image, new Random(own)));
        if (LaunderSeed is { } seed)
            image = Replace(image, Laundering.Apply(image, new Random(seed)));
        if (Factor != 1)
            image = Replace(image, image.Resize((double)(crop + Margin) / side, kernel: Kernel));
        if (Encoding == "jpeg")
            image = Replace(image, Image.NewFromBuffer(image.JpegsaveBuffer(Quality, subsampleMode: Subsampled ? Enums.ForeignSubsample.On : Enums.ForeignSubsample.Off)));
        if (Encoding == "webp")
            image = Replace(image, Image.NewFromBuffer(image.WebpsaveBuffer(Quality)));
        using var cut = image.Crop(GridX, GridY, crop, crop);
        var pixels = cut.WriteToMemory<byte>();
        image.Dispose();
        return pixels;
    }

    private static Image Replace(Image old, Image next)
    {
        old.Dispose();
        return next;
    }

    private static bool Chance(Random random, double share) => random.NextDouble() < share;
}
