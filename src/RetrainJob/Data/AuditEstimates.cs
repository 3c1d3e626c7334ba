using StayPositive.Detector.Verdicts;

namespace StayPositive.RetrainJob.Data;

/// <summary>
/// What the audit sample says of the traffic. Each row stands for 1 / (its inclusion probability) contents; a rate is the weighted share (Hajek's ratio estimator, 1971). The interval is that of Clopper and
/// Pearson for the effective number of rows (Korn and Graubard, Survey Methodology 1998), rounded to the wider side. It holds when the draw does not depend on the verdict, as the keyed draw of the audit
/// does not; probabilities may differ by time or tenant.
/// </summary>
internal static class AuditEstimates
{
    /// <summary>Weighted share of the hits: among photos (FPR), among generated images (FNR), or among all (prevalence).</summary>
    /// <param name="rows">Each with its weight, 1 / inclusion probability.</param>
    public static RateEstimate Rate(IEnumerable<(bool Hit, double Weight)> rows)
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
}
