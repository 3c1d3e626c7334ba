using StayPositive.Detector.Scans;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.States;

namespace StayPositive.Functions.Web.Scans;

/// <summary>Answer of <c>POST /api/scans</c>. Scores are for reviewers only: with them, anybody could search for an image that just passes.</summary>
/// <param name="Verdict">The scanner's decision.</param>
/// <param name="Code"><c>Scanned</c>, or why it was not.</param>
/// <param name="Reason">One sentence; for readers only why it was not scanned.</param>
/// <param name="Score">Logit of the whole image.</param>
/// <param name="Probability">P(generated) at <paramref name="Prevalence"/>.</param>
/// <param name="Prevalence">Assumed share of generated images.</param>
/// <param name="Threshold">What it was judged by.</param>
/// <param name="Region">Box around the largest part.</param>
/// <param name="Model">Version.</param>
/// <param name="Policy">Version.</param>
internal sealed record ScanAnswer(
    Decision Verdict, string Code, string? Reason, float? Score, double? Probability, double? Prevalence, StateThreshold? Threshold, StateRegion? Region, string Model, string Policy)
{
    public static ScanAnswer Of(Scan scan, bool scores)
    {
        var verdict = scan.Verdict;
        return new ScanAnswer(
            verdict.Decision, scan.Rejected?.Code.ToString() ?? Scanning.ResultCode.Scanned, scores || scan.Rejected is not null ? verdict.Reason : null,
            scores && scan.Measurement is not null ? verdict.Logit : null, scores ? verdict.Probability : null, scores && verdict.Probability is not null ? verdict.Prevalence : null,
            scores && verdict.Threshold is { } set ? new StateThreshold(set.Global, set.FalsePositiveRate, set.Photos, set.FalsePositives, set.Supported) : null,
            verdict.Region is { } region ? new StateRegion(region.X, region.Y, region.Width, region.Height, region.AreaShare) : null, verdict.Model.Value, verdict.PolicyVersion);
    }
}
