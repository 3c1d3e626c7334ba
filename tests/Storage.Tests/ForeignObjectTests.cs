using StayPositive.Storage.Keys;
using StayPositive.Storage.Measurements;
using StayPositive.Storage.Objects;
using StayPositive.Storage.Rescoring;
using StayPositive.Storage.Review;
using StayPositive.Storage.States;
using StayPositive.Storage.Tests.States;

namespace StayPositive.Storage.Tests;

/// <summary>Somebody puts an object of his own into a container of this program, or a hierarchical namespace lists a folder.</summary>
public sealed class ForeignObjectTests
{
    private static readonly ContentHash Hash = ContentHash.Of("content"u8);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_object_that_nobody_here_wrote_ends_no_listing()
    {
        using var world = new World();
        var (store, state, scope) = (world.Results, World.State("m.jpg", open: Effect.Tag), World.Scope);
        var (key, states, rescans, attempts, labels, pending) = (
            state.Key(scope), World.Store(store), new RescanStore(store), new AttemptStore(store, TimeProvider.System), new LabelStore(store), new PendingStore(store));
        await states.CreateAsync(scope, state, Cancellation);
        await rescans.AddAsync(key, Cancellation);
        await attempts.BeginAsync(key, Cancellation);
        await labels.AddAsync(scope, Hash, 0, new Label(0, Ruling.NoFindings, "ann", DateTimeOffset.UnixEpoch, Blind: false, null), Cancellation);
        var item = new PendingItem(PendingBucket.Findings, DateTimeOffset.UnixEpoch, Detector.Verdicts.Decision.Inpainted, 3, "p", Hash);
        await pending.AddAsync(scope, item, Cancellation);
        foreach (var folder in new[] { "states", "open", "rescans", "attempts", "open-rulings", "pending", $"refs/{Hash}", "pending/findings/s03" })
            foreach (var foreign in new[] { "0", "0/0/0/0", "notes.txt", "m--/x", "~" })
                await store.WriteAsync(new ObjectKey($"{scope}/{folder}/{foreign}"), "mine"u8.ToArray(), WriteCondition.None, Cancellation);

        Assert.Equal([key], await states.ListAsync(scope, null, Cancellation).ToListAsync(Cancellation));
        Assert.Equal([key], await states.ListOpenAsync(scope, Cancellation).ToListAsync(Cancellation));
        Assert.Equal([key], await rescans.ListAsync(scope, Cancellation).ToListAsync(Cancellation));
        Assert.Equal([key], await attempts.ListAsync(scope, Cancellation).ToListAsync(Cancellation));
        Assert.Equal([new OpenRuling(Hash, 1)], await labels.ListOpenAsync(scope, Cancellation).ToListAsync(Cancellation));
        Assert.Equal([item], await pending.AllAsync(scope, null, Cancellation).ToListAsync(Cancellation));
        Assert.Contains(key.Blob, await new RefStore(store).ListAsync(scope, Hash, Cancellation).ToListAsync(Cancellation));
    }
}
