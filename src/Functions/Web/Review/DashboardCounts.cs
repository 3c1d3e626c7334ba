namespace StayPositive.Functions.Web.Review;

/// <summary>What was counted, when, and from how much.</summary>
/// <param name="At">When the counting began, UTC.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="States">States that were listed.</param>
/// <param name="Read">Of these, a sample by the hash of their key; equal when all were read.</param>
/// <param name="Days">Scans of the last days by verdict; of the sample.</param>
/// <param name="Models">Scores by model; of the sample.</param>
/// <param name="Audit">Rates from blind decisions; null without any.</param>
internal sealed record DashboardCounts(
    DateTimeOffset At, double Seconds, long States, int Read, IReadOnlyList<DayCount> Days, IReadOnlyList<ModelScores> Models, AuditFigures? Audit) : ISummary;
