using System.Text.Json.Serialization;

namespace StayPositive.Detector.Verdicts;

/// <summary>Thresholds that together keep to one false-positive rate: an image passes if its logit or that of a window is above its threshold.</summary>
/// <param name="FalsePositiveRate">Stated rate p of the joint test, on real photos.</param>
/// <param name="Global">Threshold on the image's logit.</param>
/// <param name="Windows">Threshold on the best window's logit, by window size in pixels.</param>
/// <param name="Photos">n: real photos of this size that it was set on.</param>
/// <param name="FalsePositives">Photos among them that pass.</param>
/// <param name="Supported">n >= 3 / p. If false, the thresholds are borrowed from the nearest size, or are the largest of the few, whichever is higher.</param>
public sealed record ThresholdSet(
    double FalsePositiveRate, float Global, IReadOnlyDictionary<int, float> Windows, int Photos, int FalsePositives, bool Supported)
{
    /// <summary>95% Clopper-Pearson interval of the false-positive rate; (0, 1) for n = 0.</summary>
    [JsonIgnore]
    public (double Low, double High) Interval => ClopperPearson.Interval(FalsePositives, Photos);

    /// <exception cref="ArgumentException">A figure makes no sense; the message names it and its value.</exception>
    internal void Check()
    {
        if (!(FalsePositiveRate is > 0 and < 1))
            throw new ArgumentException($"A false-positive rate is {FalsePositiveRate}; it must be between 0 and 1.");
        if (!float.IsFinite(Global))
            throw new ArgumentException($"The threshold for a false-positive rate of {FalsePositiveRate} is {Global}; it must be finite.");
        foreach (var (size, threshold) in Windows)
            if (size < 16 || size % 16 != 0 || !float.IsFinite(threshold))
                throw new ArgumentException($"The threshold for windows of {size} pixels is {threshold}; sizes are multiples of 16, and thresholds finite.");
        if (FalsePositives < 0 || FalsePositives > Photos)
            throw new ArgumentException($"The thresholds count {FalsePositives} false positives among {Photos} photos.");
    }
}
