using System.Runtime.CompilerServices;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Backfills;

/// <summary>Backfills: <c>backfills/{id}.json</c>. Who pauses and who scans change the same document by compare-and-swap, each its own part.</summary>
/// <param name="results">The container of results.</param>
/// <param name="clock">Time.</param>
public sealed class BackfillStore(IObjectStore results, TimeProvider clock)
{
    private const string Suffix = ".json";

    /// <summary>Writes a new one; its id begins with the time, so that listings are in order.</summary>
    public async Task<Backfill> AddAsync(Scope scope, string container, string prefix, double? dailyMegapixels, string who, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var backfill = new Backfill
        {
            Id = $"{now.UtcDateTime:yyyyMMdd-HHmmss}-{Guid.NewGuid().ToString("N")[..8]}",
            Container = container,
            Prefix = prefix,
            Status = BackfillStatus.Counting,
            CreatedBy = who,
            CreatedAt = now,
            ChangedAt = now,
            DailyMegapixels = dailyMegapixels,
        };
        await results.WriteJsonAsync(Key(scope, backfill.Id), backfill, StoreJson.Default.Backfill, WriteCondition.IfAbsent, cancellation);
        return backfill;
    }

    /// <summary>Null when there is none with this id.</summary>
    public async Task<Backfill?> ReadAsync(Scope scope, string id, CancellationToken cancellation) =>
        IsId(id) ? (await results.ReadJsonAsync(Key(scope, id), StoreJson.Default.Backfill, cancellation))?.Value : null;

    /// <summary>All ids, the oldest first.</summary>
    public async IAsyncEnumerable<string> ListAsync(Scope scope, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var prefix = Prefix(scope);
        await foreach (var key in results.KeysAsync(prefix, cancellation))
            yield return key.Value[prefix.Length..^Suffix.Length];
    }

    /// <summary>Changes a document; the change is made anew when another writer came between.</summary>
    /// <param name="scope">Tenant.</param>
    /// <param name="id">Which.</param>
    /// <param name="change">Null = it is not to be changed as it is now.</param>
    /// <param name="cancellation">Between the calls.</param>
    /// <returns>The document as it is now, and whether it was changed; null when it is not there.</returns>
    public async Task<(Backfill Backfill, bool Changed)?> ChangeAsync(Scope scope, string id, Func<Backfill, Backfill?> change, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(change);
        while (IsId(id))
        {
            if (await results.ReadJsonAsync(Key(scope, id), StoreJson.Default.Backfill, cancellation) is not var (backfill, etag))
                return null;
            if (change(backfill) is not { } changed)
                return (backfill, false);
            changed = changed with { ChangedAt = clock.GetUtcNow() };
            if (await results.WriteJsonAsync(Key(scope, id), changed, StoreJson.Default.Backfill, WriteCondition.IfMatch(etag), cancellation) is not null)
                return (changed, true);
        }

        return null;
    }

    /// <summary>Takes a blob's name out: a cursor goes back by a character, which costs at most a second look at what is known; a backfill of this one blob is removed.</summary>
    /// <returns>Documents that named it.</returns>
    internal async Task<int> ForgetAsync(Scope scope, string blob, CancellationToken cancellation)
    {
        var named = 0;
        foreach (var id in await ListAsync(scope, cancellation).ToListAsync(cancellation))
        {
            if (await ReadAsync(scope, id, cancellation) is { } backfill && backfill.Prefix == blob)
                named += await results.DeleteAsync(Key(scope, id), null, cancellation) ? 1 : 0;
            else if (await ChangeAsync(scope, id, there => there.Cursor == blob ? there with { Cursor = Before(blob) } : null, cancellation) is (_, true))
                named++;
        }

        return named;
    }

    /// <summary>A shorter name, so that it comes earlier; null at the beginning. Never half a surrogate pair.</summary>
    private static string? Before(string name)
    {
        var shorter = char.IsLowSurrogate(name[^1]) ? name[..^2] : name[..^1];
        return shorter.Length == 0 ? null : shorter;
    }

    private static bool IsId(string id) => id.Length is > 0 and <= 40 && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static string Prefix(Scope scope) => $"{scope}/backfills/";

    private static ObjectKey Key(Scope scope, string id) => new($"{Prefix(scope)}{id}{Suffix}");
}
