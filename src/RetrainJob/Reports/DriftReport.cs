using System.Text.Json.Serialization;

namespace StayPositive.RetrainJob.Reports;

/// <summary>What comes in (held-out audit rows; all held-out rows where there are none) against what was learnt from (training rows), whole images only.</summary>
/// <param name="Reference">Rows.</param>
/// <param name="Current">Rows.</param>
/// <param name="IsAudit">False when there were no audit rows.</param>
/// <param name="CandidateReal">PSI of the candidate's logits on photos; NaN with too few rows.</param>
/// <param name="CandidateGenerated">On generated images.</param>
/// <param name="ChampionReal">PSI of the champion's logits on photos.</param>
/// <param name="ChampionGenerated">On generated images.</param>
/// <param name="Features">PSI of every feature on photos, the largest first.</param>
internal sealed record DriftReport(
    int Reference, int Current, bool IsAudit, double CandidateReal, double CandidateGenerated, double ChampionReal, double ChampionGenerated, IReadOnlyList<FeatureDrift> Features)
{
    /// <summary>The larger PSI of the champion's logits; NaN when neither class has enough rows.</summary>
    [JsonIgnore]
    public double Champion => double.MaxNumber(ChampionReal, ChampionGenerated);
}
