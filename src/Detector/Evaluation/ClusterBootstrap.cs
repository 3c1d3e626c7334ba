namespace StayPositive.Detector.Evaluation;

/// <summary>
/// Percentile bootstrap that resamples whole source photos with replacement (Efron and Tibshirani 1993, chapter 13), because a
/// photo, its re-rendering and its re-encodings are not independent. One seed fixes all draws and every figure sees the same
/// draws, so the interval of a difference, <c>Of(c => a.Auc(c) - b.Auc(c))</c>, is a paired one.
/// </summary>
public sealed class ClusterBootstrap
{
    private const double Tail = 0.025;
    private readonly SourceIndex sources;
    private readonly int resamples;
    private readonly int seed;

    /// <summary>Prepares the draws.</summary>
    /// <param name="sources">The sources that are resampled.</param>
    /// <param name="resamples">Number of resamples, >= 1.</param>
    /// <param name="seed">Fixes the draws.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="resamples"/> is below 1.</exception>
    public ClusterBootstrap(SourceIndex sources, int resamples = 1000, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        this.sources = sources;
        this.resamples = resamples;
        this.seed = seed;
    }

    /// <summary>
    /// The figure on the data set itself with its 95% interval. Draws for which the figure is not defined are left out; if these are
    /// more than half, or there are fewer than two sources, the interval has no ends. A percentile interval that misses the
    /// estimate (a biased figure on few sources) is widened to it.
    /// </summary>
    public Interval Of(WeightedMetric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        var counts = new int[sources.Count];
        Array.Fill(counts, 1);
        var estimate = metric(counts);
        var values = sources.Count < 2 || double.IsNaN(estimate) ? [] : Draw(metric, counts);
        if (values.Count * 2 < resamples || values.Count == 0) return new Interval(double.NaN, estimate, double.NaN);
        values.Sort();
        return new Interval(Math.Min(Quantile(values, Tail), estimate), estimate, Math.Max(Quantile(values, 1 - Tail), estimate));
    }

    private List<double> Draw(WeightedMetric metric, int[] counts)
    {
        var random = new Random(seed);
        var values = new List<double>(resamples);
        for (var resample = 0; resample < resamples; resample++)
        {
            Array.Clear(counts);
            for (var i = 0; i < counts.Length; i++) counts[random.Next(counts.Length)]++;
            var value = metric(counts);
            if (!double.IsNaN(value)) values.Add(value);
        }

        return values;
    }

    /// <summary>Linear interpolation between order statistics, as NumPy's default (Hyndman and Fan's type 7).</summary>
    private static double Quantile(List<double> sorted, double share)
    {
        var at = share * (sorted.Count - 1);
        var below = (int)at;
        return below + 1 < sorted.Count ? sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }
}
