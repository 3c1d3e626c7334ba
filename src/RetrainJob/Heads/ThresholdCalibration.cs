using StayPositive.Detector.Verdicts;

namespace StayPositive.RetrainJob.Heads;

/// <summary>
/// Joint thresholds per image size. All statistics (whole image, each window size) get their threshold at the same rank, and the rank is the
/// highest at which the share of photos above any of them stays within the rate: the stated rate is that of the verdict, not of one test.
/// </summary>
internal static class ThresholdCalibration
{
    private static readonly double[] EdgesMegapixels = [0, 0.1, 0.5, 2, 8, 1000];

    /// <summary>Rates for which thresholds are given.</summary>
    public static IReadOnlyList<double> Rates { get; } = [0.01, 0.02, 0.05, 0.1];

    public static IReadOnlyList<SizeBin> Bins(IReadOnlyList<RealScan> photos, IReadOnlyList<int> sizes)
    {
        var bins = EdgesMegapixels.Zip(EdgesMegapixels.Skip(1)).ToArray();
        var members = bins.Select(bin => photos.Where(photo => photo.Megapixels >= bin.First && photo.Megapixels < bin.Second).ToArray()).ToArray();
        return bins.Select((bin, b) => new SizeBin(bin.First, bin.Second, Rates.Select(rate => Set(b, rate)).ToArray())).ToArray();

        ThresholdSet Set(int b, double rate)
        {
            if (IsSupported(members[b], rate))
                return Own(members[b], sizes, rate);

            var lenders = Enumerable.Range(0, bins.Length).Where(other => IsSupported(members[other], rate)).OrderBy(other => Math.Abs(other - b)).ThenBy(other => other);
            var lent = lenders.Select(other => Own(members[other], sizes, rate)).FirstOrDefault();
            return Borrow(members[b], sizes, rate, lent);
        }
    }

    private static bool IsSupported(RealScan[] photos, double rate) => photos.Length >= 3 / rate;

    private static ThresholdSet Own(RealScan[] photos, IReadOnlyList<int> sizes, double rate)
    {
        var allowed = (int)Math.Floor(rate * photos.Length);
        for (var above = allowed; ; above--)
        {
            var global = Ranked(photos.Select(photo => photo.Logit), above);
            var windows = new Dictionary<int, float>();
            foreach (var size in sizes)
            {
                var values = Values(photos, size);
                if (values.Length >= 1 / rate)
                    windows[size] = Ranked(values, (int)((long)above * values.Length / photos.Length));
            }

            var falsePositives = photos.Count(photo => Passes(photo, global, windows));
            if (falsePositives <= allowed || above == 0)
                return new ThresholdSet(rate, global, windows, photos.Length, falsePositives, Supported: true);
        }
    }

    /// <summary>Too few photos of this size: the nearest size's thresholds, or the largest of the few, whichever is higher. A size without either is not used.</summary>
    private static ThresholdSet Borrow(RealScan[] photos, IReadOnlyList<int> sizes, double rate, ThresholdSet? lent)
    {
        var global = Highest(photos.Select(photo => photo.Logit), lent?.Global) ?? float.MaxValue;
        var windows = new Dictionary<int, float>();
        foreach (var size in sizes)
            if (Highest(Values(photos, size), lent is not null && lent.Windows.TryGetValue(size, out var threshold) ? threshold : null) is { } highest)
                windows[size] = highest;
        return new ThresholdSet(rate, global, windows, photos.Length, photos.Count(photo => Passes(photo, global, windows)), Supported: false);
    }

    private static float[] Values(RealScan[] photos, int size) =>
        photos.Where(photo => photo.Windows.ContainsKey(size)).Select(photo => photo.Windows[size]).ToArray();

    /// <summary>The value that <paramref name="above"/> values, at most, exceed.</summary>
    private static float Ranked(IEnumerable<float> values, int above) => values.OrderDescending().ElementAt(above);

    private static float? Highest(IEnumerable<float> values, float? lent) => values.Select(value => (float?)value).Append(lent).Max();

    private static bool Passes(RealScan photo, float global, Dictionary<int, float> windows) =>
        photo.Logit > global || photo.Windows.Any(window => windows.TryGetValue(window.Key, out var threshold) && window.Value > threshold);
}
