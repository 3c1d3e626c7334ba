using StayPositive.Detector.Evidence;

namespace StayPositive.Detector.Verdicts;

/// <summary>Between which numbers a logit lies, when its features were stored as float16.</summary>
/// <param name="Low">Not below this.</param>
/// <param name="Estimate">With the features as stored.</param>
/// <param name="High">Not above this.</param>
internal readonly record struct ScoreBounds(double Low, double Estimate, double High)
{
    private const double Relative = 1.0 / 2048; // half a unit in the last place of float16
    private const double Absolute = 1.0 / (1 << 25); // below 2^-14, of features up to the largest float16
    private const double FloatRounding = 4e-6; // of a logit that float32 holds

    /// <summary>Bounds of w . z + b. As w >= 0, every rounding counts in one direction only by its own weight.</summary>
    /// <param name="head">w and b.</param>
    /// <param name="stored">z as it came back.</param>
    /// <param name="scale">What z was divided by when it was stored; see <see cref="Measurement.FeatureScale"/>.</param>
    public static ScoreBounds Of(NonNegativeHead head, FeatureVector stored, double scale)
    {
        double evidence = 0, weights = 0;
        for (var c = 0; c < head.Channels; c++)
        {
            evidence += (double)head.Weights[c] * stored.Values[c];
            weights += head.Weights[c];
        }

        var logit = evidence + head.Bias;
        var error = evidence * Relative / (1 - Relative) + weights * Absolute * scale + FloatRounding * Math.Max(1, Math.Abs(logit));
        return new ScoreBounds(logit - error, logit, logit + error);
    }

    /// <summary>Nothing was stored: below every threshold, as far as that tells.</summary>
    public static ScoreBounds Nothing { get; } = new(double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity);

    /// <summary>A number that was stored as it is.</summary>
    public static ScoreBounds Exact(float logit) => new(logit, logit, logit);
}
