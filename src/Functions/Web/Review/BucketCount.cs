using StayPositive.Storage.Review;

namespace StayPositive.Functions.Web.Review;

/// <summary>A bucket of the queue.</summary>
/// <param name="Bucket">Which.</param>
/// <param name="Count">Items.</param>
/// <param name="Oldest">When the oldest came in; null when it is empty.</param>
/// <param name="Verdicts">Items by the scanner's verdict; null for the blind audit.</param>
/// <param name="Scores">Items by score bucket, 20 numbers; null for the blind audit.</param>
/// <param name="Policies">Policies met, at most 50.</param>
internal sealed record BucketCount(
    PendingBucket Bucket, int Count, DateTimeOffset? Oldest, IReadOnlyDictionary<string, int>? Verdicts, IReadOnlyList<int>? Scores, IReadOnlyList<string> Policies);
