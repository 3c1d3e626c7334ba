using StayPositive.Detector.Verdicts;

namespace StayPositive.RetrainJob.Gates;

/// <summary>A rate among all uploads, from rows that were drawn with known probabilities.</summary>
/// <param name="Rows">Audit rows that it rests on.</param>
/// <param name="EffectiveRows">(sum of weights)^2 / sum of squared weights (Kish 1965): as many rows of equal weight say as much.</param>
/// <param name="Rate">Weighted by 1 / probability (Hajek); NaN without rows.</param>
/// <param name="Low">95% interval.</param>
/// <param name="High">95% interval; 1 without rows.</param>
internal sealed record AuditRate(int Rows, double EffectiveRows, double Rate, double Low, double High)
{
    /// <summary>Share of the audit rows of which something is true.</summary>
    /// <param name="rows">Rows that are not audit rows are passed over.</param>
    /// <param name="of">Which of them count at all.</param>
    /// <param name="hit">What is asked.</param>
    public static AuditRate Of(IEnumerable<GateRow> rows, Func<GateRow, bool> of, Func<GateRow, bool> hit)
    {
        double weights = 0, squares = 0, hits = 0;
        var count = 0;
        foreach (var row in rows)
        {
            if (row.AuditProbability is not { } probability || !of(row))
                continue;
            var weight = 1 / probability;
            count++;
            weights += weight;
            squares += weight * weight;
            hits += hit(row) ? weight : 0;
        }

        if (count == 0)
            return new AuditRate(0, 0, double.NaN, 0, 1);

        // Clopper and Pearson's interval on the effective numbers (Korn and Graubard 1998), rounded to the side that widens it.
        var (rate, effective) = (hits / weights, weights * weights / squares);
        var trials = (int)Math.Floor(effective + 1e-9);
        var low = ClopperPearson.Interval((int)Math.Floor(rate * trials + 1e-9), trials).Low;
        var high = ClopperPearson.Interval(Math.Min(trials, (int)Math.Ceiling(rate * trials - 1e-9)), trials).High;
        return new AuditRate(count, effective, rate, low, high);
    }
}
