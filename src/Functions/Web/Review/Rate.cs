using StayPositive.Detector.Verdicts;

namespace StayPositive.Functions.Web.Review;

/// <summary>A share of the audited contents, weighted by how likely each was drawn, with its 95% interval.</summary>
/// <param name="Hits">Contents that count.</param>
/// <param name="Trials">Contents among which they are.</param>
/// <param name="Estimate">Weighted share; null without trials.</param>
/// <param name="Low">Lower end of the Clopper-Pearson interval at Kish's effective number of trials.</param>
/// <param name="High">Upper end.</param>
internal sealed record Rate(int Hits, int Trials, double? Estimate, double Low, double High)
{
    /// <param name="rows">Weight (1 / probability) and whether it counts.</param>
    public static Rate Of(IReadOnlyCollection<(double Weight, bool Hit)> rows)
    {
        var hits = rows.Count(row => row.Hit);
        if (rows.Count == 0)
            return new(0, 0, null, 0, 1);
        var (sum, squares) = (rows.Sum(row => row.Weight), rows.Sum(row => row.Weight * row.Weight));
        var share = rows.Where(row => row.Hit).Sum(row => row.Weight) / sum;
        var effective = Math.Max(1, (int)Math.Round(sum * sum / squares)); // of equal weights: their number
        var (low, high) = ClopperPearson.Interval(Math.Clamp((int)Math.Round(share * effective), 0, effective), effective);
        return new(hits, rows.Count, share, low, high);
    }
}
