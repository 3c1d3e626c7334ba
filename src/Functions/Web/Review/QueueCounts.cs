namespace StayPositive.Functions.Web.Review;

/// <summary>How much waits, when it was counted.</summary>
internal sealed record QueueCounts(DateTimeOffset At, double Seconds, IReadOnlyList<BucketCount> Buckets) : ISummary;
