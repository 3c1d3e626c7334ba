using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Review;

/// <summary>
/// What waits for reviewers: <c>pending/{bucket}/s{score}/{day}/{minute}/{rest of time}-{verdict}-{policy}-{sha256}</c>, empty objects. One listing a score bucket: read one behind the
/// other they come by score, merged they come by time; a page costs the same whatever lies behind it. <c>pending-of/{sha256}</c> holds the key of a
/// content's item, so that a content waits once, however many blobs hold it, and is found without a search.
/// </summary>
/// <param name="review">The container of reviews.</param>
public sealed class PendingStore(IObjectStore review)
{
    /// <summary>Adds an item; a repeat with the same time is the same item.</summary>
    public Task AddAsync(Scope scope, PendingItem item, CancellationToken cancellation) =>
        review.WriteAsync(item.Key(scope), ReadOnlyMemory<byte>.Empty, WriteCondition.IfAbsent, cancellation);

    /// <summary>Adds an item, unless its content waits already.</summary>
    /// <returns>The item under which it waits.</returns>
    public async Task<PendingItem> AddOnceAsync(Scope scope, PendingItem item, CancellationToken cancellation)
    {
        var index = Index(scope, item.Hash);
        if (await review.WriteAsync(index, Encoding.ASCII.GetBytes(item.Key(scope).Value), WriteCondition.IfAbsent, cancellation) is null
            && await review.ReadAsync(index, cancellation) is { } there)
            item = PendingItem.Parse(scope, new ObjectKey(Encoding.ASCII.GetString(there.Content.Span)));
        await AddAsync(scope, item, cancellation); // also when the index was there: who wrote it may have been killed before it wrote the item
        return item;
    }

    /// <summary>The item under which a content waits; null when it does not.</summary>
    public async Task<PendingEntry?> FindAsync(Scope scope, ContentHash hash, CancellationToken cancellation) =>
        await review.ReadAsync(Index(scope, hash), cancellation) is { } there ? new(PendingItem.Parse(scope, new ObjectKey(Encoding.ASCII.GetString(there.Content.Span))), there.ETag) : null;

    /// <summary>The content no longer waits under this item; under another one that came meanwhile it does.</summary>
    public async Task RemoveAsync(Scope scope, PendingEntry entry, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(entry);
        await RemoveAsync(scope, entry.Item, cancellation);
        await review.DeleteAsync(Index(scope, entry.Item.Hash), entry.ETag, cancellation);
    }

    /// <summary>Removes an item, e.g. after a decision; true when it was there.</summary>
    public Task<bool> RemoveAsync(Scope scope, PendingItem item, CancellationToken cancellation) => review.DeleteAsync(item.Key(scope), null, cancellation);

    /// <summary>All items, in the order of their keys.</summary>
    /// <param name="scope">Tenant.</param>
    /// <param name="after">Only items behind this one; null = all. It need not be there any more.</param>
    /// <param name="cancellation">Ends the listing.</param>
    public IAsyncEnumerable<PendingItem> AllAsync(Scope scope, PendingItem? after, CancellationToken cancellation) =>
        review.ListAsync(PendingItem.Prefix(scope), after?.Key(scope), cancellation).Select(entry => entry.Key).ParsedAsync(key => PendingItem.Parse(scope, key));

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
        await review.DeleteAsync(Index(scope, hash), null, cancellation);
        return deleted;
    }

    private static ObjectKey Index(Scope scope, ContentHash hash) => new($"{scope}/pending-of/{hash}");

    private IAsyncEnumerable<PendingItem> BucketAsync(Scope scope, PendingQuery query, int score, DateTimeOffset? after, CancellationToken cancellation)
    {
        var prefix = PendingItem.Prefix(scope, query.Bucket, score);
        var day = query.From is { } from ? Day(from) : null;
        var behind = after is { } at ? PendingItem.Time(at) + "_" : null; // sorts behind the '-' that follows a time
        var start = string.CompareOrdinal(day, behind) > 0 ? day : behind;
        return review.ListAsync(prefix, start is null ? null : new ObjectKey(prefix + start), cancellation).Select(entry => entry.Key)
            .TakeWhile(key => query.To is not { } to || string.CompareOrdinal(key.Value, prefix.Length, Day(to), 0, 8) <= 0)
            .ParsedAsync(key => PendingItem.Parse(scope, key));
    }

    private static string Day(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static int InTime(PendingItem left, PendingItem right) =>
        string.CompareOrdinal(left.Rest, right.Rest) is var order and not 0 ? order : left.Score.CompareTo(right.Score);
}
