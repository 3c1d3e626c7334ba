using System.Diagnostics;
using StayPositive.Functions.Scanning;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Review;

namespace StayPositive.Functions.Web.Review;

/// <summary>Counts the queue by listing it.</summary>
internal sealed class QueueCounter(Stores stores, TimeProvider clock)
{
    public const string Name = "queue";

    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(30);

    private const int MostPolicies = 50;

    public async Task<QueueCounts> CountAsync(Scope scope, CancellationToken cancellation)
    {
        var (at, watch) = (clock.GetUtcNow(), Stopwatch.StartNew());
        var buckets = new List<BucketCount>();
        foreach (var bucket in Enum.GetValues<PendingBucket>())
        {
            var (count, oldest) = (0, (DateTimeOffset?)null);
            var verdicts = new SortedDictionary<string, int>(StringComparer.Ordinal);
            var scores = new int[ScoreBucket.Count];
            var policies = new SortedSet<string>(StringComparer.Ordinal);
            await foreach (var item in stores.Pending.ListAsync(scope, new PendingQuery(bucket, HighestFirst: true), null, cancellation))
            {
                count++;
                oldest = oldest is null || item.At < oldest ? item.At : oldest;
                verdicts[item.Decision.ToString()] = verdicts.GetValueOrDefault(item.Decision.ToString()) + 1;
                scores[item.Score]++;
                if (policies.Count < MostPolicies)
                    policies.Add(item.Policy);
            }

            var blind = bucket == PendingBucket.Audit;
            buckets.Add(new BucketCount(bucket, count, oldest, blind ? null : verdicts, blind ? null : scores, [.. policies]));
        }

        return new QueueCounts(at, watch.Elapsed.TotalSeconds, buckets);
    }
}
