using StayPositive.RetrainJob.Data;
using StayPositive.RetrainJob.Gates;

namespace StayPositive.RetrainJob.Reports;

/// <summary>Rates among uploads, from held-out audit rows alone.</summary>
/// <param name="FalsePositives">Photos that the candidate flags.</param>
/// <param name="FalseNegatives">Generated images that it does not flag.</param>
/// <param name="Prevalence">Generated images among uploads.</param>
/// <param name="ChampionFalsePositives">Photos that the champion flags.</param>
/// <param name="ChampionFalseNegatives">Generated images that the champion does not flag.</param>
internal sealed record AuditReport(RateEstimate FalsePositives, RateEstimate FalseNegatives, RateEstimate Prevalence, RateEstimate ChampionFalsePositives, RateEstimate ChampionFalseNegatives)
{
    /// <summary>Estimates them. Error rates rest on rows that both heads have scanned; the prevalence needs no head.</summary>
    public static AuditReport Of(IReadOnlyCollection<GateRow> rows)
    {
        var scanned = rows.Where(row => !row.IsLowerBound).ToArray();
        return new(
            AuditRates.Of(scanned, row => !row.Generated, row => row.Candidate.IsFinding),
            AuditRates.Of(scanned, row => row.Generated, row => !row.Candidate.IsFinding),
            AuditRates.Of(rows, _ => true, row => row.Generated),
            AuditRates.Of(scanned, row => !row.Generated, row => row.Champion.IsFinding),
            AuditRates.Of(scanned, row => row.Generated, row => !row.Champion.IsFinding));
    }
}
