using System.Collections.Concurrent;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Review;
using StayPositive.Storage.States;

namespace StayPositive.Functions.Scanning;

/// <summary>
/// Carries the reviewers' decisions to every upload with that content, and the scanner's findings to the reviewers. Decisions go: marker, label, states, pending items, marker away. Scans go: ref,
/// state, pending item, then a look at the labels, and only then effects. Whichever comes second sees the other; docs/storage.md has the proof.
/// </summary>
internal sealed partial class Rulings(Stores stores, Effects effects, ScanningOptions options, TimeProvider clock, ILogger<Rulings> log)
{
    // How far decisions have come that were cut off; lost with the process, which begins them again.
    private readonly ConcurrentDictionary<(Scope Scope, ContentHash Hash), (int Label, BlobKey Last, UploadState? Latest)> carried = new();

    /// <summary>Takes a decision, and carries it out. A repeat, and every sweep, completes what a kill left.</summary>
    /// <param name="scope">Tenant.</param>
    /// <param name="hash">The content.</param>
    /// <param name="seen">Number of the newest label that the reviewer has seen; 0 = none.</param>
    /// <param name="label">The decision; its number is set here.</param>
    /// <param name="cancellation">Between the steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no label with the number <paramref name="seen"/>.</exception>
    public async Task<LabelWrite> DecideAsync(Scope scope, ContentHash hash, int seen, Label label, CancellationToken cancellation)
    {
        var write = await stores.Labels.AddAsync(scope, hash, seen, label, cancellation);
        if (await stores.Tombstones.HasAsync(scope, hash, cancellation)) // an erasure that began meanwhile may have listed before the write
        {
            if (write.Taken)
                await stores.Labels.WithdrawAsync(scope, hash, seen + 1, cancellation);
            return write with { IsErased = true };
        }

        if (write.Taken)
            await CarryOutAsync(scope, new OpenRuling(hash, seen + 1), cancellation);
        return write;
    }

    /// <summary>Brings all uploads with a content, and its pending item, to what its labels say, and then removes the marker of one decision. Does nothing the second time.</summary>
    public Task CarryOutAsync(Scope scope, OpenRuling ruling, CancellationToken cancellation) => CarryOutAsync(scope, ruling, null, cancellation);

    /// <summary>The same, until a time is over; the next call goes on behind the last upload that was reached.</summary>
    public async Task CarryOutAsync(Scope scope, OpenRuling ruling, Slice? time, CancellationToken cancellation)
    {
        var done = 0;
        for (var newest = await NewestAsync(); newest is not null && newest.Number != done; newest = await NewestAsync())
        {
            var waiting = await stores.Pending.FindAsync(scope, ruling.Hash, cancellation);
            if ((await NewestAsync())?.Number != newest.Number)
                continue; // the label must be older than the look at the item: an item that comes later then sees the label
            if (!await CarryOutAsync(scope, ruling.Hash, newest, waiting, time, cancellation))
                return;
            done = newest.Number;
        }

        await stores.Labels.CloseAsync(scope, ruling, done, cancellation);

        Task<Label?> NewestAsync() => stores.Labels.NewestAsync(scope, ruling.Hash, cancellation);
    }

    /// <summary>A state whose verdict was not told yet, the first one or another one: its content is brought to the reviewers, unless they have decided; then the state takes their decision in.</summary>
    /// <returns>The state as it is now; null when it is gone, or its content was erased: then nothing is to be told of it any more.</returns>
    public async Task<UploadState?> TakeInAsync(Scope scope, StateKey key, UploadState state, CancellationToken cancellation)
    {
        if (state.Hash is not { } hex || !state.Open.Any(effect => effect is Effect.Notify or Effect.NotifyRescored))
            return state;
        var hash = ContentHash.Parse(hex);
        var item = state.Override is null ? await BringAsync(scope, hash, state, cancellation) : null;

        if (item is not null && await ForgetErasedAsync(scope, item, cancellation))
            return null;

        // Behind the writing of state and item: a decision that is not seen here will list both.
        if (await stores.Labels.NewestAsync(scope, hash, cancellation) is not { } newest)
            return state;
        if (item is not null && newest.Ruling != Ruling.Reopened)
        {
            await stores.Pending.RemoveAsync(scope, item, cancellation);
            if (await stores.Pending.FindAsync(scope, hash, cancellation) is { } entry && entry.Item == item)
                await stores.Pending.RemoveAsync(scope, entry, cancellation);
        }

        return await stores.Labels.HoldingAsync(scope, hash, cancellation) is { } holding && holding.Number > (state.Override?.Number ?? 0)
            ? await stores.States.ChangeAsync(key, now => With(now, holding), cancellation)
            : state;
    }

    /// <returns>The item under which the content waits; null when nobody has to look at it.</returns>
    private async Task<PendingItem?> BringAsync(Scope scope, ContentHash hash, UploadState state, CancellationToken cancellation)
    {
        var item = PendingItem.Of(state);
        // What this upload has brought before tells of its old verdict. What another upload with the content has brought stays until that one is judged again.
        if (state.Open.Contains(Effect.NotifyRescored) && await stores.Pending.FindAsync(scope, hash, cancellation) is { } before && before.Item != item && before.Item.IsOf(state))
            await stores.Pending.RemoveAsync(scope, before, cancellation);
        return item is null ? null : await stores.Pending.AddOnceAsync(scope, item, cancellation);
    }

    /// <summary>The state under a decision; the state itself when it has taken in this one or a later one.</summary>
    internal UploadState With(UploadState state, Label label)
    {
        if (state.Override is { } taken && taken.Number >= label.Number)
            return state;
        var overruled = state with { Override = new StateOverride(label.Number, label.Override, clock.GetUtcNow()) };
        return overruled with { Open = Open(state, overruled.Effective) };
    }

    private List<Effect> Open(UploadState before, Decision now)
    {
        var open = before.Open.Union([Effect.Tag]);
        if (now != before.Effective)
            open = open.Union([Effect.NotifyOverturned]);
        if (now != Decision.NoFindings)
            open = open.Except([Effect.Copy]);
        else if (options.CleanContainer is not null && before.Effective != Decision.NoFindings)
            open = open.Union([Effect.Copy]);
        return [.. open];
    }

    /// <returns>False when the time was over before all uploads were reached.</returns>
    private async Task<bool> CarryOutAsync(Scope scope, ContentHash hash, Label newest, PendingEntry? waiting, Slice? time, CancellationToken cancellation)
    {
        var (isWhole, latest) = await CarryToStatesAsync(scope, hash, newest, await stores.Labels.HoldingAsync(scope, hash, cancellation), time, cancellation);
        if (!isWhole)
            return false;
        var again = newest.Ruling == Ruling.Reopened && latest is not null ? PendingItem.Reopened(latest, newest) : null;
        if (waiting is not null && waiting.Item != again)
            await stores.Pending.RemoveAsync(scope, waiting, cancellation);
        if (again is not null)
        {
            await stores.Pending.AddOnceAsync(scope, again, cancellation);
            await ForgetErasedAsync(scope, again, cancellation);
        }

        return true;
    }

    /// <summary>An erasure that began before an item was written may have listed before, and has left a tombstone.</summary>
    /// <returns>True when the content was erased, and its item is gone.</returns>
    private async Task<bool> ForgetErasedAsync(Scope scope, PendingItem item, CancellationToken cancellation)
    {
        if (!await stores.Tombstones.HasAsync(scope, item.Hash, cancellation))
            return false;
        await stores.Pending.RemoveAsync(scope, item, cancellation);
        if (await stores.Pending.FindAsync(scope, item.Hash, cancellation) is { } entry)
            await stores.Pending.RemoveAsync(scope, entry, cancellation);
        return true;
    }

    /// <summary>An upload that comes in front of where a call goes on is written behind the label, and its scan sees that.</summary>
    /// <returns>Whether all were reached, and the state that was scanned last; null without any.</returns>
    private async Task<(bool IsWhole, UploadState? Latest)> CarryToStatesAsync(Scope scope, ContentHash hash, Label newest, Label? holding, Slice? time, CancellationToken cancellation)
    {
        var (after, latest) = carried.TryGetValue((scope, hash), out var before) && before.Label == newest.Number ? ((BlobKey?)before.Last, before.Latest) : (null, null);
        await foreach (var blob in stores.Refs.ListAsync(scope, hash, after, cancellation)) // a content may have a million uploads
        {
            if (time is { IsOver: true })
                return (false, latest);
            foreach (var key in await stores.States.ListOfAsync(scope, blob, cancellation).ToListAsync(cancellation))
            {
                if (await stores.States.ReadAsync(key, cancellation) is not { } state || state.Hash != hash.Hex)
                    continue;
                if (latest is null || state.ScannedAt > latest.ScannedAt)
                    latest = state;
                if (holding is not null && await stores.States.ChangeAsync(key, now => With(now, holding), cancellation) is { Open.Count: > 0 } changed)
                    await FinishAsync(key, changed, cancellation);
            }

            carried[(scope, hash)] = (newest.Number, blob, latest);
        }

        carried.TryRemove((scope, hash), out _);
        return (true, latest);
    }

    /// <summary>An effect that fails does not keep the decision from the other uploads: it stays open, and the sweep does it.</summary>
    private async Task FinishAsync(StateKey key, UploadState state, CancellationToken cancellation)
    {
        try
        {
            await effects.FinishAsync(key, state, cancellation);
        }
#pragma warning disable CA1031 // whatever it is, the effect is still open
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Unfinished(fault, state.Upload.Container, Safe.Text(state.Upload.Blob));
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The decision about {Container}/{Blob} is taken in; its effects are left to the sweep")]
    private partial void Unfinished(Exception fault, string container, string blob);
}
