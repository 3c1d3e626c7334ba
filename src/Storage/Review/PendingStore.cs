using System.Globalization;
using System.Runtime.CompilerServices;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Review;

/// <summary>
/// What waits for reviewers: <c>pending/{bucket}/s{score}/{day}/{minute}/{rest of time}-{verdict}-{policy}-{sha256}</c>, empty objects. One listing a score bucket: read one behind the
/// other they come by score, merged they come by time; a page costs the same whatever lies behind it.
/// </summary>
/// <param name="review">The container of reviews.</param>
public sealed class PendingStore(IObjectStore review)
{
    /// <summary>Adds an item; a repeat with the same time is the same item.</summary>
    public Task AddAsync(Scope scope, PendingItem item, CancellationToken cancellation) =>
        review.WriteAsync(item.Key(scope), ReadOnlyMemory<byte>.Empty, WriteCondition.IfAbsent, cancellation);

    /// <summary>Removes an item, e.g. after a decision; true when it was there.</summary>
    public Task<bool> RemoveAsync(Scope scope, PendingItem item, CancellationToken cancellation) => review.DeleteAsync(item.Key(scope), null, cancellation);

    /// <summary>The items of a bucket in the order that is asked for.</summary>
    /// <param name="scope">Tenant.</param>
    /// <param name="query">Which, and in which order.</param>
    /// <param name="after">Only items behind this place; null = all.</param>
    /// <param name="cancellation">Ends the listing.</param>
    public IAsyncEnumerable<PendingItem> ListAsync(Scope scope, PendingQuery query, PendingPosition? after, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        return query.HighestFirst ? HighestAsync(scope, query, after, cancellation) : OldestAsync(scope, query, after, cancellation);
    }

    private async IAsyncEnumerable<PendingItem> HighestAsync(Scope scope, PendingQuery query, PendingPosition? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var score = Math.Min(query.MaxScore, after?.Score ?? int.MaxValue); score >= query.MinScore; score--)
            await foreach (var item in BucketAsync(scope, query, score, score == after?.Score ? after?.At : null, cancellation))
                yield return item;
    }

    private async IAsyncEnumerable<PendingItem> OldestAsync(Scope scope, PendingQuery query, PendingPosition? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var lists = Enumerable.Range(query.MinScore, Math.Max(0, query.MaxScore - query.MinScore + 1))
            .Select(score => BucketAsync(scope, query, score, after?.At, cancellation).GetAsyncEnumerator(cancellation)).ToArray();
        try
        {
            var more = await Task.WhenAll(lists.Select(list => list.MoveNextAsync().AsTask()));
            var heads = new PriorityQueue<IAsyncEnumerator<PendingItem>, PendingItem>(Comparer<PendingItem>.Create(InTime));
            for (var l = 0; l < lists.Length; l++)
                if (more[l])
                    heads.Enqueue(lists[l], lists[l].Current);
            while (heads.TryDequeue(out var list, out var item))
            {
                yield return item;
                if (await list.MoveNextAsync())
                    heads.Enqueue(list, list.Current);
            }
        }
        finally
        {
            foreach (var list in lists)
                await list.DisposeAsync();
        }
    }

    /// <summary>Removes every item of a content; returns how many. Looks through the whole listing: for erasures, which may know no state any more.</summary>
    internal async Task<int> DeleteAsync(Scope scope, ContentHash hash, CancellationToken cancellation)
    {
        var deleted = 0;
        foreach (var key in await review.KeysAsync(PendingItem.Prefix(scope), cancellation).Where(key => key.Value.EndsWith(hash.Hex, StringComparison.Ordinal)).ToListAsync(cancellation))
            if (await review.DeleteAsync(key, null, cancellation))
                deleted++;
        return deleted;
    }

    private async IAsyncEnumerable<PendingItem> BucketAsync(Scope scope, PendingQuery query, int score, DateTimeOffset? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var prefix = PendingItem.Prefix(scope, query.Bucket, score);
        var day = query.From is { } from ? Day(from) : null;
        var behind = after is { } at ? PendingItem.Time(at) + "_" : null; // sorts behind the '-' that follows a time
        var start = string.CompareOrdinal(day, behind) > 0 ? day : behind;
        await foreach (var entry in review.ListAsync(prefix, start is null ? null : new ObjectKey(prefix + start), cancellation))
        {
            if (query.To is { } to && string.CompareOrdinal(entry.Key.Value, prefix.Length, Day(to), 0, 8) > 0)
                yield break;
            yield return PendingItem.Parse(scope, entry.Key);
        }
    }

    private static string Day(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static int InTime(PendingItem left, PendingItem right) =>
        string.CompareOrdinal(left.Rest, right.Rest) is var order and not 0 ? order : left.Score.CompareTo(right.Score);
}
