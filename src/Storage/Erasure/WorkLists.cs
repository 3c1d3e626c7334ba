using StayPositive.Storage.Backfills;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Erasure;

/// <summary>Where work that is under way remembers names of blobs: backfills, rescans, rescorings, attempts to scan. All of it can be done again.</summary>
internal sealed class WorkLists(IObjectStore results, TimeProvider clock)
{
    private readonly BackfillStore backfills = new(results, clock);

    /// <summary>Takes a blob out.</summary>
    /// <param name="scope">Tenant.</param>
    /// <param name="blob">Key of its name.</param>
    /// <param name="name">Its name; null when nothing has it any more.</param>
    /// <param name="cancellation">Between the calls.</param>
    /// <returns>Objects that named it.</returns>
    public async Task<int> ForgetAsync(Scope scope, BlobKey blob, string? name, CancellationToken cancellation)
    {
        var named = await results.DeleteAllAsync($"{scope}/rescans/{blob}/", cancellation) + await results.DeleteAllAsync($"{scope}/attempts/{blob}/", cancellation);
        foreach (var key in await results.KeysAsync($"{scope}/rescoring/", cancellation).ToListAsync(cancellation))
            if (await results.ReadJsonAsync(key, StoreJson.Default.RescoreCursor, cancellation) is var (cursor, etag) && cursor.Next == blob.ToString() && await results.DeleteAsync(key, etag, cancellation))
                named++; // that rescoring begins again
        return name is null ? named : named + await backfills.ForgetAsync(scope, name, cancellation);
    }
}
