using System.Runtime.CompilerServices;
using System.Text;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Review;

/// <summary>
/// What waits for reviewers: <c>pending/{bucket}/{utc}-{verdict}-{policy}-{sha256}</c>, empty objects. <c>pending-of/{sha256}</c> holds the key of a content's item, so that a content waits
/// once, however many blobs hold it, and is found without a search.
/// </summary>
/// <param name="review">The container of reviews.</param>
public sealed class PendingStore(IObjectStore review)
{
    private static readonly TimeSpan Narrowest = TimeSpan.FromSeconds(1);

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

    /// <summary>The items of a bucket, the oldest first.</summary>
    /// <param name="scope">Tenant.</param>
    /// <param name="bucket">Queue.</param>
    /// <param name="after">Only items behind this one; null = all.</param>
    /// <param name="cancellation">Ends the listing.</param>
    public async IAsyncEnumerable<PendingItem> OldestAsync(Scope scope, PendingBucket bucket, PendingItem? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var entry in review.ListAsync(PendingItem.Prefix(scope, bucket), after?.Key(scope), cancellation))
            yield return PendingItem.Parse(scope, entry.Key);
    }

    /// <summary>
    /// The items of a bucket, the newest first. Listings only go forward, so it walks back in spans of time that adapt to how many items are in them; a span is held in memory, and
    /// aims at <paramref name="pageSize"/> items.
    /// </summary>
    /// <param name="scope">Tenant.</param>
    /// <param name="bucket">Queue.</param>
    /// <param name="before">Only items older than this one; null = all.</param>
    /// <param name="pageSize">Items a listing should bring.</param>
    /// <param name="cancellation">Ends the listing.</param>
    public async IAsyncEnumerable<PendingItem> NewestAsync(
        Scope scope, PendingBucket bucket, PendingItem? before, int pageSize = 200, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize, 1);
        var prefix = PendingItem.Prefix(scope, bucket);
        if (await OldestAsync(scope, bucket, null, cancellation).FirstOrDefaultAsync(cancellation) is not { } oldest)
            yield break;

        var end = before?.Key(scope).Value ?? prefix + "~"; // behind all times
        var endTime = before?.At ?? await LatestAsync(prefix, oldest.At, cancellation);
        var span = TimeSpan.FromHours(1);
        while (true)
        {
            var from = endTime - span > oldest.At ? endTime - span : oldest.At;
            var page = await PageAsync(scope, prefix + PendingItem.Time(from), end, span > Narrowest ? 4 * pageSize : int.MaxValue, cancellation);
            if (page is null)
            {
                span = TimeSpan.FromTicks(Math.Max(span.Ticks / 8, Narrowest.Ticks));
                continue;
            }

            for (var n = page.Count - 1; n >= 0; n--)
                yield return page[n];
            if (from == oldest.At)
                yield break;
            (end, endTime) = (prefix + PendingItem.Time(from), from);
            span = page.Count < pageSize ? 2 * span : span;
        }
    }

    /// <summary>Removes every item of a content; returns how many. Looks through the whole listing, as the key begins with the time.</summary>
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

    /// <summary>A time behind the newest item, found by doubling and halving: about 2 log2(age / 1 s) listings of one item each.</summary>
    private async Task<DateTimeOffset> LatestAsync(string prefix, DateTimeOffset oldest, CancellationToken cancellation)
    {
        var (low, step) = (oldest, Narrowest); // something is at or behind low
        while (await AnyFromAsync(low + step))
            (low, step) = (low + step, 2 * step);
        while (step > Narrowest)
        {
            step /= 2;
            if (await AnyFromAsync(low + step))
                low += step;
        }

        return low + step;

        async Task<bool> AnyFromAsync(DateTimeOffset time) =>
            await review.ListAsync(prefix, new ObjectKey(prefix + PendingItem.Time(time)), cancellation).AnyAsync(cancellation);
    }

    /// <summary>Items in [from, end); null when they are more than the limit.</summary>
    private async Task<List<PendingItem>?> PageAsync(Scope scope, string from, string end, int limit, CancellationToken cancellation)
    {
        var page = new List<PendingItem>();
        var prefix = from[..(from.LastIndexOf('/') + 1)];
        await foreach (var entry in review.ListAsync(prefix, new ObjectKey(from), cancellation))
        {
            if (string.CompareOrdinal(entry.Key.Value, end) >= 0)
                break;
            if (page.Count == limit)
                return null;
            page.Add(PendingItem.Parse(scope, entry.Key));
        }

        return page;
    }
}
