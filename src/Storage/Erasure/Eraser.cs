using StayPositive.Storage.Keys;
using StayPositive.Storage.Measurements;
using StayPositive.Storage.Objects;
using StayPositive.Storage.Review;
using StayPositive.Storage.Shards;
using StayPositive.Storage.States;

namespace StayPositive.Storage.Erasure;

/// <summary>
/// Erases all that was remembered of a content in a scope. A journal object is written first, then the tombstone, which blocks every writer that comes later; the journal is removed last.
/// A kill at any point leaves the journal, and <see cref="ResumeAsync"/> completes it. The uploads themselves are not touched.
/// </summary>
/// <param name="results">The container of results.</param>
/// <param name="review">The container of reviews.</param>
/// <param name="tombstones">What has been erased.</param>
/// <param name="clock">Time.</param>
public sealed class Eraser(IObjectStore results, IObjectStore review, Tombstones tombstones, TimeProvider clock)
{
    private readonly RefStore refs = new(results);
    private readonly StateStore states = new(results, new RefStore(results), tombstones, clock);
    private readonly MeasurementStore measurements = new(results, tombstones);
    private readonly HeatMapStore heatMaps = new(results, tombstones);
    private readonly PendingStore pending = new(review);
    private readonly LabelStore labels = new(review);
    private readonly MaskStore masks = new(review);
    private readonly DecisionLog log = new(review);
    private readonly ClaimStore claims = new(review, clock);
    private readonly ImageCopyStore copies = new(review, tombstones);
    private readonly ShardStore shards = new(results, tombstones);
    private readonly WorkLists lists = new(results, clock);

    /// <summary>Erases a content.</summary>
    /// <param name="scope">Tenant.</param>
    /// <param name="hash">The content.</param>
    /// <param name="keepLabels">True: the reviewers' decisions stay, and with them the hash in their keys.</param>
    /// <param name="cancellation">Between the deletions; what is left is done by a repeat.</param>
    public async Task<ErasureReport> EraseAsync(Scope scope, ContentHash hash, bool keepLabels, CancellationToken cancellation)
    {
        var journal = tombstones.Journal(scope, hash);
        await results.WriteJsonAsync(journal, new ErasureJournal(hash.Hex, keepLabels, clock.GetUtcNow()), StoreJson.Default.ErasureJournal, WriteCondition.None, cancellation);
        await tombstones.WriteAsync(scope, hash, cancellation);

        var measured = await measurements.DeleteAsync(scope, hash, cancellation);
        var rows = await shards.RemoveAsync(scope, hash, cancellation);
        var maps = await heatMaps.DeleteAsync(scope, hash, cancellation);
        var copied = await copies.DeleteAsync(scope, hash, cancellation) ? 1 : 0;
        var noted = await review.DeleteAllAsync(NotePrefix(scope, hash), cancellation);
        var uploads = await EraseUploadsAsync(scope, hash, cancellation);
        var waiting = await pending.DeleteAsync(scope, hash, cancellation);
        await labels.DeleteOpenAsync(scope, hash, cancellation);
        var kept = keepLabels ? await labels.CountAsync(scope, hash, cancellation) : 0;
        await claims.DeleteAsync(scope, hash, cancellation);
        var drawn = 0;
        if (!keepLabels)
        {
            drawn = await masks.DeleteAsync(scope, hash, cancellation);
            await log.DeleteAsync(scope, hash, cancellation);
        }

        var decided = keepLabels ? 0 : await labels.DeleteAsync(scope, hash, cancellation);

        await results.DeleteAsync(journal, null, cancellation);
        return new ErasureReport(hash, measured.Measurements, measured.Features, maps, uploads.States, uploads.Markers, uploads.Refs, waiting, decided, kept)
        {
            ShardRows = rows,
            Notes = noted,
            Copies = copied,
            Masks = drawn,
            Lists = uploads.Lists,
        };
    }

    /// <summary>Erases every content that a blob has had, in all blobs of the scope that hold it, and what was remembered of this blob without its content.</summary>
    public async Task<IReadOnlyList<ErasureReport>> EraseBlobAsync(Scope scope, string blob, bool keepLabels, CancellationToken cancellation)
    {
        var key = BlobKey.Of(blob);
        var reports = new List<ErasureReport>(await ResumeAsync(scope, cancellation)); // an interrupted one may have removed the states by which the blob's contents are found
        foreach (var hash in await states.HashesAsync(scope, key, cancellation))
            reports.Add(await EraseAsync(scope, hash, keepLabels, cancellation));

        // What is left was never read, and has no hash.
        foreach (var upload in await states.ListOfAsync(scope, key, cancellation).Concat(states.ListOpenOfAsync(scope, key, cancellation)).ToListAsync(cancellation))
            await EraseUploadAsync(upload, cancellation);
        await lists.ForgetAsync(scope, key, blob, cancellation);
        return reports;
    }

    /// <summary>What an erasure would remove, by listings alone; rows in shards, pending items and lists of work are not looked for.</summary>
    public async Task<ErasureReport> PreviewAsync(Scope scope, ContentHash hash, bool keepLabels, CancellationToken cancellation)
    {
        var measured = await results.KeysAsync($"{scope}/measurements/{hash}/", cancellation).ToListAsync(cancellation);
        var json = measured.Count(key => key.Value.EndsWith(".json", StringComparison.Ordinal));
        var blobs = await refs.ListAsync(scope, hash, cancellation).ToListAsync(cancellation);
        var held = 0;
        foreach (var blob in blobs)
            await foreach (var upload in states.ListOfAsync(scope, blob, cancellation))
                held += (await states.ReadAsync(upload, cancellation))?.Hash == hash.Hex ? 1 : 0;
        var decided = await labels.CountAsync(scope, hash, cancellation);
        return new ErasureReport(
            hash, json, measured.Count - json, await heatMaps.ListAsync(scope, hash, cancellation).CountAsync(cancellation), held, 0, blobs.Count, 0, keepLabels ? 0 : decided, keepLabels ? decided : 0)
        {
            Notes = await review.KeysAsync(NotePrefix(scope, hash), cancellation).CountAsync(cancellation),
            Copies = await copies.ReadAsync(scope, hash, cancellation) is null ? 0 : 1,
            Masks = keepLabels ? 0 : await review.KeysAsync($"{scope}/masks/{hash}/", cancellation).CountAsync(cancellation),
        };
    }

    /// <summary>Completes erasures that were interrupted; one that cannot be completed keeps none of the others. One listing when there are none.</summary>
    /// <exception cref="AggregateException">Some could not be completed; they are left for the next time.</exception>
    public async Task<IReadOnlyList<ErasureReport>> ResumeAsync(Scope scope, CancellationToken cancellation)
    {
        var (reports, faults) = (new List<ErasureReport>(), new List<Exception>());
        foreach (var key in await results.KeysAsync(Tombstones.JournalPrefix(scope), cancellation).ToListAsync(cancellation))
        {
            try
            {
                if (await results.ReadJsonAsync(key, StoreJson.Default.ErasureJournal, cancellation) is var (journal, _))
                    reports.Add(await EraseAsync(scope, ContentHash.Parse(journal.Hash), journal.KeepLabels, cancellation));
            }
#pragma warning disable CA1031 // it is thrown behind the others
            catch (Exception fault) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
            {
                faults.Add(fault);
            }
        }

        return faults.Count == 0 ? reports : throw new AggregateException(faults);
    }

    private async Task<(int States, int Markers, int Refs, int Lists)> EraseUploadsAsync(Scope scope, ContentHash hash, CancellationToken cancellation)
    {
        var (erased, markers, gone, listed) = (0, 0, 0, 0);
        foreach (var blob in await refs.ListAsync(scope, hash, cancellation).ToListAsync(cancellation))
        {
            listed += await lists.ForgetAsync(scope, blob, await NameAsync(scope, blob, cancellation), cancellation);
            markers += await states.RemoveMarkersAsync(scope, blob, hash, cancellation);
            foreach (var upload in await states.ListOfAsync(scope, blob, cancellation).ToListAsync(cancellation))
                if ((await states.ReadAsync(upload, cancellation))?.Hash == hash.Hex && await EraseUploadAsync(upload, cancellation))
                    erased++;
            if (await refs.DeleteAsync(scope, hash, blob, cancellation))
                gone++;
        }

        return (erased, markers, gone, listed);
    }

    /// <summary>From the key, or, where that is hashed, from a state.</summary>
    private async Task<string?> NameAsync(Scope scope, BlobKey blob, CancellationToken cancellation)
    {
        if (blob.Name() is { } name)
            return name;
        var state = await states.ListOfAsync(scope, blob, cancellation).FirstOrDefaultAsync(cancellation);
        return state == default ? null : (await states.ReadAsync(state, cancellation))?.Upload.Blob;
    }

    private static string NotePrefix(Scope scope, ContentHash hash) => $"{scope}/notes/{hash}/";

    /// <summary>The tombstone of the upload spares the sweep from reading the blob again and again.</summary>
    private async Task<bool> EraseUploadAsync(StateKey upload, CancellationToken cancellation)
    {
        await tombstones.WriteAsync(upload, cancellation);
        return await states.RemoveAsync(upload, cancellation);
    }
}
