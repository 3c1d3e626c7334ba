using StayPositive.Detector.Verdicts;

namespace StayPositive.RetrainJob.Data;

/// <summary>
/// What the audit sample says of the traffic. Each row stands for 1 / (its inclusion probability) contents; a rate is the weighted share (Hajek's ratio estimator, 1971). The interval is that of Clopper and
/// Pearson for the effective number of rows (Korn and Graubard, Survey Methodology 1998), rounded to the wider side. It holds when the draw does not depend on the verdict, as the keyed draw of the audit
/// does not; probabilities may differ by time or tenant.
/// </summary>
/// <param name="FalsePositiveRate">Share of the photos that are flagged.</param>
/// <param name="FalseNegativeRate">Share of the generated images that are not.</param>
/// <param name="Prevalence">Share of generated images.</param>
internal sealed record AuditEstimates(RateEstimate FalsePositiveRate, RateEstimate FalseNegativeRate, RateEstimate Prevalence)
{
    /// <summary>Estimates from the whole images of the audit; other rows are passed over.</summary>
    /// <param name="rows">Rows of a dataset.</param>
    /// <param name="flagged">Whether the head in question flags a row.</param>
    /// <exception cref="ArgumentException">A probability is not in (0, 1].</exception>
    public static AuditEstimates Of(IEnumerable<LabelledRow> rows, Func<LabelledRow, bool> flagged)
    {
        var sample = rows
            .Where(row => row.Audit && row.Part == RowPart.WholeImage)
            .Select(row => (row.Generated, Flagged: flagged(row), Weight: 1 / Checked(row)))
            .ToArray();
        return new AuditEstimates(
            Rate(sample.Where(row => !row.Generated).Select(row => (row.Flagged, row.Weight))),
            Rate(sample.Where(row => row.Generated).Select(row => (!row.Flagged, row.Weight))),
            Rate(sample.Select(row => (row.Generated, row.Weight))));
    }

    /// <summary>Weighted share of the hits.</summary>
    internal static RateEstimate Rate(IEnumerable<(bool Hit, double Weight)> rows)
    {
        var (count, sum, hits, squares, hitSquares) = (0, 0.0, 0.0, 0.0, 0.0);
        foreach (var (hit, weight) in rows)
        {
            count++;
            sum += weight;
            squares += weight * weight;
            hits += hit ? weight : 0;
            hitSquares += hit ? weight * weight : 0;
        }

        if (count == 0)
            return new RateEstimate(double.NaN, 0, 1, 0, 0);
        var value = hits / sum;
        var effective = sum * sum / squares;
        if (hits > 0 && hits < sum)
        {
            // Rows that count more may also be right more often: then the variance of the ratio says how few rows they are worth.
            var variance = (hitSquares * (1 - value) * (1 - value) + (squares - hitSquares) * value * value) / (sum * sum);
            effective = Math.Min(effective, value * (1 - value) / variance);
        }

        var trials = (int)Math.Floor(effective + 1e-9);
        var expected = value * trials;
        var low = ClopperPearson.Interval(Math.Min(trials, (int)Math.Floor(expected + 1e-9)), trials).Low;
        var high = ClopperPearson.Interval(Math.Min(trials, (int)Math.Ceiling(expected - 1e-9)), trials).High;
        return new RateEstimate(value, low, high, count, effective);
    }

    private static double Checked(LabelledRow row) => row.InclusionProbability is > 0 and <= 1
        ? row.InclusionProbability
        : throw new ArgumentException($"The inclusion probability of {row.Hash} is {row.InclusionProbability}; it must be in (0, 1].", nameof(row));
}
