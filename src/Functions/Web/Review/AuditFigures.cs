using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Review;

namespace StayPositive.Functions.Web.Review;

/// <summary>Rates from the first, blind decision about each audited content, against the verdict of its newest scan.</summary>
/// <param name="FalsePositives">Findings among what reviewers call real.</param>
/// <param name="FalseNegatives">No finding among what reviewers call generated or inpainted; "uncertain" is no finding.</param>
/// <param name="Prevalence">Generated or inpainted among all.</param>
/// <param name="Undecided">Contents about which the reviewer could not tell; they count for nothing.</param>
internal sealed record AuditFigures(Rate FalsePositives, Rate FalseNegatives, Rate Prevalence, int Undecided)
{
    public static AuditFigures? Of(IReadOnlyCollection<(double Probability, Ruling Ruling, Decision Verdict)> rows)
    {
        if (rows.Count == 0)
            return null;
        var decided = rows.Where(row => row.Ruling is Ruling.NoFindings or Ruling.AiGenerated or Ruling.Inpainted).ToArray();
        var (real, fake) = (decided.Where(row => row.Ruling == Ruling.NoFindings), decided.Where(row => row.Ruling != Ruling.NoFindings));
        return new(
            Rate.Of([.. real.Select(row => (1 / row.Probability, IsFinding(row.Verdict)))]), Rate.Of([.. fake.Select(row => (1 / row.Probability, !IsFinding(row.Verdict)))]),
            Rate.Of([.. decided.Select(row => (1 / row.Probability, row.Ruling != Ruling.NoFindings))]), rows.Count - decided.Length);
    }

    private static bool IsFinding(Decision verdict) => verdict is Decision.AiGenerated or Decision.Inpainted;
}
