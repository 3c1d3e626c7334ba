using StayPositive.Storage.Erasure;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Measurements;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.States;

/// <summary>
/// States and their outbox. A listing of <c>open/</c> names every state that owes an effect: the marker is written before the state, and removed after its last effect.
/// docs/storage.md goes through what a kill leaves at each point.
/// </summary>
/// <param name="results">The container of results.</param>
/// <param name="refs">Which blobs hold a content.</param>
/// <param name="tombstones">What has been erased.</param>
/// <param name="clock">Time.</param>
public sealed class StateStore(IObjectStore results, RefStore refs, Tombstones tombstones, TimeProvider clock)
{
    /// <summary>
    /// A marker without a state belongs to a scan that ended between two writes, or to one under way; after this time no scan is under way any more. The longest
    /// invocation of Azure Functions is a small part of it.
    /// </summary>
    public static readonly TimeSpan MarkerPatience = TimeSpan.FromDays(1);

    /// <summary>The state; null without one.</summary>
    public async Task<UploadState?> ReadAsync(StateKey key, CancellationToken cancellation) =>
        (await results.ReadJsonAsync(key.State, StoreJson.Default.UploadState, cancellation))?.Value;

    /// <summary>Writes the result of an upload, unless it has one: the first one wins. Order: ref, marker, state.</summary>
    public async Task<StateWrite> CreateAsync(Scope scope, UploadState state, CancellationToken cancellation)
    {
        var key = state.Key(scope);
        var hash = state.Hash is null ? null : ContentHash.Parse(state.Hash);
        if (await ReadAsync(key, cancellation) is { } existing)
            return new(StateOutcome.Existing, existing);
        if (await IsErasedAsync(key, hash, cancellation))
            return new(StateOutcome.Erased, null);

        if (hash is not null)
            await refs.WriteAsync(scope, hash, key.Blob, cancellation);
        if (state.Open.Count > 0)
            await MarkAsync(key, state.Hash, cancellation);
        var written = await results.WriteJsonAsync(key.State, state, StoreJson.Default.UploadState, WriteCondition.IfAbsent, cancellation);

        // An erasure that began meanwhile may have listed before these writes; then its tombstone is older than they are, and is seen here.
        if (await IsErasedAsync(key, hash, cancellation))
        {
            await RemoveAsync(key, cancellation);
            if (hash is not null)
                await refs.DeleteAsync(scope, hash, key.Blob, cancellation);
            return new(StateOutcome.Erased, null);
        }

        if (written is not null)
            return new(StateOutcome.Created, state);
        return await ReadAsync(key, cancellation) is { } first ? new(StateOutcome.Existing, first) : new(StateOutcome.Erased, null);
    }

    /// <summary>Records that effects have been done, in one write; after the last one the marker goes.</summary>
    /// <param name="key">The upload.</param>
    /// <param name="effects">Done: recorded together, they are repeated together after a kill.</param>
    /// <param name="cancellation">Between the calls.</param>
    /// <returns>The state as it is now; null when it is gone.</returns>
    public Task<UploadState?> FinishAsync(StateKey key, IReadOnlyCollection<Effect> effects, CancellationToken cancellation) => FinishAsync(key, _ => effects, cancellation);

    /// <summary>Records effects that were done for a state as it was read; those that tell what holds stay open if a decision or a rescoring has come since.</summary>
    /// <param name="key">The upload.</param>
    /// <param name="effects">Done.</param>
    /// <param name="done">The state that they were done for.</param>
    /// <param name="cancellation">Between the calls.</param>
    /// <returns>The state as it is now; null when it is gone.</returns>
    public Task<UploadState?> FinishAsync(StateKey key, IReadOnlyCollection<Effect> effects, UploadState done, CancellationToken cancellation) => FinishAsync(
        key, now => now.SaysTheSameAs(done) ? effects : [.. effects.Where(effect => effect == Effect.Notify)], cancellation);

    private async Task<UploadState?> FinishAsync(StateKey key, Func<UploadState, IReadOnlyCollection<Effect>> done, CancellationToken cancellation)
    {
        while (true)
        {
            // The marker is read before the state: see the proof in docs/storage.md.
            var marker = (await results.ReadAsync(key.Marker, cancellation))?.ETag;
            if (await results.ReadJsonAsync(key.State, StoreJson.Default.UploadState, cancellation) is not var (state, etag))
                return null;
            var effects = done(state);
            if (!state.Open.Any(effects.Contains))
                return state;
            var changed = state with { Open = [.. state.Open.Where(open => !effects.Contains(open))], Revision = state.Revision + 1 };
            if (await results.WriteJsonAsync(key.State, changed, StoreJson.Default.UploadState, WriteCondition.IfMatch(etag), cancellation) is null)
                continue;
            if (changed.Open.Count == 0 && marker is not null)
                await results.DeleteAsync(key.Marker, marker, cancellation);
            return changed;
        }
    }

    /// <summary>Changes a state, for an override: effects may be opened again. The change is made anew when another writer comes between.</summary>
    /// <returns>The state as it is now; null when it is gone.</returns>
    public async Task<UploadState?> ChangeAsync(StateKey key, Func<UploadState, UploadState> change, CancellationToken cancellation)
    {
        while (true)
        {
            if (await results.ReadJsonAsync(key.State, StoreJson.Default.UploadState, cancellation) is not var (state, etag))
                return null;
            var changed = change(state);
            if (changed == state)
                return state;
            if (changed.Upload != state.Upload || changed.Hash != state.Hash)
                throw new InvalidOperationException("A state never changes its upload or content.");
            if (state.OwesMessage && (changed.Code, changed.Decision, changed.Score, changed.Rescorings) != (state.Code, state.Decision, state.Score, state.Rescorings))
                throw new InvalidOperationException("A state never changes its result while it owes a message: a repeat would have the same id and another body.");
            changed = changed with { Revision = state.Revision + 1 };
            if (changed.Open.Count > 0)
                await MarkAsync(key, state.Hash, cancellation); // between the reading and the writing of the state: see the proof in docs/storage.md
            if (await results.WriteJsonAsync(key.State, changed, StoreJson.Default.UploadState, WriteCondition.IfMatch(etag), cancellation) is not null)
                return changed;
        }
    }

    /// <summary>All states of a scope, in the order in which Azure lists the blobs.</summary>
    /// <param name="scope">Tenant.</param>
    /// <param name="from">The first blob, inclusive; null = all.</param>
    /// <param name="cancellation">Ends the listing.</param>
    public IAsyncEnumerable<StateKey> ListAsync(Scope scope, BlobKey? from, CancellationToken cancellation) =>
        KeysAsync(scope, StateKey.StatePrefix(scope), from, cancellation);

    /// <summary>States of one blob, of all its ETags.</summary>
    public IAsyncEnumerable<StateKey> ListOfAsync(Scope scope, BlobKey blob, CancellationToken cancellation) => KeysOfAsync(scope, StateKey.StatePrefix(scope), blob, cancellation);

    /// <summary>Uploads that may owe an effect: all that do, and few others. Each is to be given to <see cref="SettleAsync"/>.</summary>
    public IAsyncEnumerable<StateKey> ListOpenAsync(Scope scope, CancellationToken cancellation) => ListOpenAsync(scope, null, cancellation);

    /// <inheritdoc cref="ListOpenAsync(Scope, CancellationToken)"/>
    /// <param name="scope">Tenant.</param>
    /// <param name="from">The first blob, inclusive; null = all.</param>
    /// <param name="cancellation">Ends the listing.</param>
    public IAsyncEnumerable<StateKey> ListOpenAsync(Scope scope, BlobKey? from, CancellationToken cancellation) => KeysAsync(scope, StateKey.MarkerPrefix(scope), from, cancellation);

    /// <summary>Looks behind a marker: the state whose effects are to be done; null when there is nothing to do, and then a marker that was left over is removed.</summary>
    public async Task<UploadState?> SettleAsync(StateKey key, CancellationToken cancellation)
    {
        if (await results.ReadJsonAsync(key.Marker, StoreJson.Default.OpenMarker, cancellation) is not var (marker, markerETag))
            return null;
        if (await results.ReadJsonAsync(key.State, StoreJson.Default.UploadState, cancellation) is not var (state, etag))
        {
            if (clock.GetUtcNow() - marker.At > MarkerPatience)
                await results.DeleteAsync(key.Marker, markerETag, cancellation);
            return null;
        }

        if (state.Open.Count > 0)
            return state;

        // The state is written once more, so that whoever is about to open an effect must read it again, and then mark it again.
        var touched = state with { Revision = state.Revision + 1 };
        if (await results.WriteJsonAsync(key.State, touched, StoreJson.Default.UploadState, WriteCondition.IfMatch(etag), cancellation) is not null)
            await results.DeleteAsync(key.Marker, markerETag, cancellation);
        return null;
    }

    /// <summary>Markers of one blob, of all its ETags, with or without a state.</summary>
    internal IAsyncEnumerable<StateKey> ListOpenOfAsync(Scope scope, BlobKey blob, CancellationToken cancellation) => KeysOfAsync(scope, StateKey.MarkerPrefix(scope), blob, cancellation);

    /// <summary>Contents that a blob has had, by its states and by markers whose state was never written.</summary>
    internal async Task<IReadOnlySet<ContentHash>> HashesAsync(Scope scope, BlobKey blob, CancellationToken cancellation)
    {
        var hashes = new HashSet<ContentHash>();
        await foreach (var key in ListOfAsync(scope, blob, cancellation))
            Add((await ReadAsync(key, cancellation))?.Hash);
        await foreach (var key in ListOpenOfAsync(scope, blob, cancellation))
            Add((await results.ReadJsonAsync(key.Marker, StoreJson.Default.OpenMarker, cancellation))?.Value.Hash);
        return hashes;

        void Add(string? hash)
        {
            if (hash is not null)
                hashes.Add(ContentHash.Parse(hash));
        }
    }

    /// <summary>Removes state and marker of an upload, the marker first: what is left guides a repeat.</summary>
    internal async Task<bool> RemoveAsync(StateKey key, CancellationToken cancellation)
    {
        await results.DeleteAsync(key.Marker, null, cancellation);
        return await results.DeleteAsync(key.State, null, cancellation);
    }

    /// <summary>Removes markers of a blob that belong to a content, with or without a state.</summary>
    internal async Task<int> RemoveMarkersAsync(Scope scope, BlobKey blob, ContentHash hash, CancellationToken cancellation)
    {
        var removed = 0;
        foreach (var key in await ListOpenOfAsync(scope, blob, cancellation).ToListAsync(cancellation))
            if (await results.ReadJsonAsync(key.Marker, StoreJson.Default.OpenMarker, cancellation) is var (marker, etag) && marker.Hash == hash.Hex && await results.DeleteAsync(key.Marker, etag, cancellation))
                removed++;
        return removed;
    }

    private IAsyncEnumerable<StateKey> KeysAsync(Scope scope, string prefix, BlobKey? from, CancellationToken cancellation)
    {
        ObjectKey? after = from is { } first ? new ObjectKey(prefix + first) : null; // comes before first/...
        return results.ListAsync(prefix, after, cancellation).Select(entry => entry.Key).ParsedAsync(key => StateKey.Parse(scope, prefix, key));
    }

    private IAsyncEnumerable<StateKey> KeysOfAsync(Scope scope, string prefix, BlobKey blob, CancellationToken cancellation) =>
        results.KeysAsync($"{prefix}{blob}/", cancellation).ParsedAsync(key => StateKey.Parse(scope, prefix, key));

    private async Task<bool> IsErasedAsync(StateKey key, ContentHash? hash, CancellationToken cancellation)
    {
        if (hash is null)
            return await tombstones.HasAsync(key, cancellation);
        if (!await tombstones.HasAsync(key.Scope, hash, cancellation))
            return false;
        await tombstones.WriteAsync(key, cancellation);
        return true;
    }

    private async Task MarkAsync(StateKey key, string? hash, CancellationToken cancellation) => await
        results.WriteJsonAsync(key.Marker, new OpenMarker(clock.GetUtcNow(), Guid.NewGuid(), hash), StoreJson.Default.OpenMarker, WriteCondition.None, cancellation);
}
