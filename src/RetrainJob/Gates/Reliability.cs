namespace StayPositive.RetrainJob.Gates;

/// <summary>How far probabilities can be believed; both classes carry half of the weight, as the scale was fitted.</summary>
/// <param name="Brier">Mean squared error; 0.25 for always saying one half. NaN without one class.</param>
/// <param name="Ece">Expected calibration error over ten bins of equal width (Naeini et al. 2015). NaN without one class.</param>
/// <param name="Bins">Bins that are not empty.</param>
internal sealed record Reliability(double Brier, double Ece, IReadOnlyList<ReliabilityBin> Bins)
{
    private const int Count = 10;

    /// <summary>Of (probability, generated).</summary>
    /// <exception cref="ArgumentOutOfRangeException">A probability is outside 0..1.</exception>
    public static Reliability Of(IReadOnlyCollection<(double Probability, bool Generated)> rows)
    {
        var generated = rows.Count(row => row.Generated);
        if (generated == 0 || generated == rows.Count)
            return new Reliability(double.NaN, double.NaN, []);

        var (said, came, mass) = (new double[Count], new double[Count], new double[Count]);
        var brier = 0.0;
        foreach (var (p, isGenerated) in rows)
        {
            if (!(p is >= 0 and <= 1))
                throw new ArgumentOutOfRangeException(nameof(rows), p, $"{p} is not a probability.");
            var weight = 0.5 / (isGenerated ? generated : rows.Count - generated);
            var truth = isGenerated ? 1 : 0;
            var bin = Math.Min(Count - 1, (int)(p * Count));
            brier += weight * (p - truth) * (p - truth);
            said[bin] += weight * p;
            came[bin] += weight * truth;
            mass[bin] += weight;
        }

        var ece = Enumerable.Range(0, Count).Sum(bin => Math.Abs(said[bin] - came[bin]));
        return new Reliability(
            brier, ece,
            [.. Enumerable.Range(0, Count).Where(bin => mass[bin] > 0).Select(bin => new ReliabilityBin(said[bin] / mass[bin], came[bin] / mass[bin], mass[bin]))]);
    }
}
