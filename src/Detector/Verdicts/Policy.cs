using StayPositive.Detector.Decoding;

namespace StayPositive.Detector.Verdicts;

/// <summary>What a platform chooses: how strict, how uncertain, what is refused. Versioned; the same measurement can be judged by any policy.</summary>
public sealed record Policy
{
    /// <summary>Name of this policy.</summary>
    public string Version { get; init; } = "default-1";

    /// <summary>Joint false-positive rate of a finding, one of the calibration's.</summary>
    public double FalsePositiveRate { get; init; } = 0.01;

    /// <summary>Joint false-positive rate of "uncertain", one of the calibration's, at least <see cref="FalsePositiveRate"/>.</summary>
    public double UncertainFalsePositiveRate { get; init; } = 0.05;

    /// <summary>Assumed share of generated images among uploads, in (0, 1). The probability is printed with it.</summary>
    public double Prevalence { get; init; } = 0.01;

    /// <summary>Window sides in pixels, multiples of 16.</summary>
    public IReadOnlyList<int> WindowSizes { get; init; } = [64, 128, 256];

    /// <summary>From this share of the image's area on, a region is called generation, not inpainting; in (0, 1].</summary>
    public double GeneratedAreaShare { get; init; } = 0.5;

    /// <summary>
    /// True: an image whose highest score lies less than the way from the lenient to the strict threshold above the strict one, or below the lenient one, is
    /// re-encoded (JPEG q85; resized by 0.9; of images above 4 megapixels a crop) and called uncertain when the decisions disagree. Costs two more scans of such images.
    /// </summary>
    public bool SecondLook { get; init; }

    /// <summary>What is too large or too small to be scanned.</summary>
    public DecodeLimits Limits { get; init; } = new();

    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its limits; the message names it, its value and the limit.</exception>
    public void Check()
    {
        Require(FalsePositiveRate is > 0 and < 1, nameof(FalsePositiveRate), FalsePositiveRate, "between 0 and 1");
        Require(UncertainFalsePositiveRate >= FalsePositiveRate && UncertainFalsePositiveRate < 1, nameof(UncertainFalsePositiveRate), UncertainFalsePositiveRate, "at least FalsePositiveRate and below 1");
        Require(Prevalence is > 0 and < 1, nameof(Prevalence), Prevalence, "between 0 and 1");
        Require(GeneratedAreaShare is > 0 and <= 1, nameof(GeneratedAreaShare), GeneratedAreaShare, "above 0 and at most 1");
        foreach (var size in WindowSizes)
            Require(size >= 16 && size % 16 == 0, nameof(WindowSizes), size, "a multiple of 16 pixels");
        Limits.Check();
    }

    private static void Require(bool holds, string name, object value, string rule)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, value, $"Policy setting {name} is {value}; it must be {rule}.");
    }
}
