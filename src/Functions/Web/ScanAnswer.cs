using StayPositive.Detector.Scans;

namespace StayPositive.Functions.Web;

/// <summary>Answer of <c>POST /api/scans</c>. Scores are for reviewers only: with them, anybody could search for an image that just passes.</summary>
internal sealed record ScanAnswer(string Verdict, string Reason, string? Code, float? Logit, double? Probability, string Model, string Policy)
{
    public static ScanAnswer Of(Scan scan, bool scores) => new(
        scan.Verdict.Decision.ToString(), scores || scan.Rejected is not null ? scan.Verdict.Reason : "Scores are for reviewers.", scan.Rejected?.Code.ToString(),
        scores && scan.Measurement is not null ? scan.Verdict.Logit : null, scores ? scan.Verdict.Probability : null, scan.Verdict.Model.Value, scan.Verdict.PolicyVersion);
}
