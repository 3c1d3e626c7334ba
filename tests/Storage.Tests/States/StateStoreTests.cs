using Azure.Storage.Blobs;
using CsCheck;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;
using StayPositive.Storage.States;
using StayPositive.Storage.Tests.Keys;
using StayPositive.Tests;

namespace StayPositive.Storage.Tests.States;

public sealed class StateStoreTests(Azurite azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_state_wins()
    {
        using var world = new World();
        var store = World.Store(world.Results);
        var first = World.State("a/b.jpg", open: [Effect.Notify]);
        Assert.Equal(StateOutcome.Created, (await store.CreateAsync(World.Scope, first, Cancellation)).Outcome);
        var second = await store.CreateAsync(World.Scope, first with { Decision = Decision.AiGenerated }, Cancellation);
        Assert.Equal(StateOutcome.Existing, second.Outcome);
        Assert.Equal(Decision.NoFindings, second.State!.Decision);
        Assert.Equal(StateOutcome.Created, (await store.CreateAsync(World.Scope, World.State("a/b.jpg", "\"0x2\""), Cancellation)).Outcome);
    }

    [Fact]
    public async Task A_killed_process_leaves_nothing_lost_wherever_it_ended()
    {
        UploadState[] uploads = [World.State("one", open: [Effect.Tag, Effect.Notify, Effect.Copy]), World.State("two", open: [Effect.Notify]), World.State("three")];
        var kills = 0;
        for (var first = 0; ; first++)
        {
            using var world = new World();
            var life = new Life(first);
            var lived = await LivesAsync(async () =>
            {
                foreach (var upload in uploads)
                    await world.HandleAsync(world.Results, upload, life);
            });
            if (lived)
            {
                Assert.True(life.Taken > 15, $"only {life.Taken} kill points"); // the loop has been through all of them
                break;
            }

            // The sweep is killed, too, once in the middle; then the next one completes.
            kills += await LivesAsync(() => world.SweepAsync(world.Results, uploads, new Life(first % 5))) ? 1 : 2;
            await world.SweepAsync(world.Results, uploads, Life.Long);
            await world.SweepAsync(world.Results, uploads, Life.Long);
            await HoldsAsync(world, uploads, most: 3);
        }

        Assert.True(kills > 15);
    }

    private static async Task HoldsAsync(World world, UploadState[] uploads, int most)
    {
        var store = World.Store(world.Results);
        Assert.Equal(uploads.Select(upload => upload.Key(World.Scope)).Order(Comparer<StateKey>.Create((a, b) => a.Blob.CompareTo(b.Blob))), await store.ListAsync(World.Scope, null, Cancellation).ToListAsync(Cancellation));
        Assert.Empty(await world.MarkersAsync());
        foreach (var upload in uploads)
        {
            Assert.Empty((await store.ReadAsync(upload.Key(World.Scope), Cancellation))!.Open);
            foreach (var effect in upload.Open)
            {
                var done = world.Done.Where(done => done.State.Upload == upload.Upload && done.Effect == effect).ToArray();
                Assert.InRange(done.Length, 1, most);
                Assert.Single(done.Select(one => one.Message).Distinct());
            }
        }

        Assert.Equal(uploads.Count(upload => upload.Open.Count > 0), world.Done.Select(done => done.Message).Distinct().Count());
    }

    /// <summary>The law of the outbox, in every order of calls of several writers: who looked at any instant would find a marker beside each open effect.</summary>
    [Fact]
    public void A_state_with_open_effects_always_has_a_marker() => Turnstile.Orders(6).Sample(order => InterleaveAsync(order).GetAwaiter().GetResult(), iter: 50, threads: 1);

    private static async Task InterleaveAsync(int[] order)
    {
        using var world = new World();
        var state = World.State("one", open: [Effect.Tag, Effect.Notify]);
        var key = state.Key(World.Scope);
        await World.Store(world.Results).CreateAsync(World.Scope, state, default);
        using var turnstile = new Turnstile(world.Results);
        turnstile.Add(results => World.Store(results).FinishAsync(key, [Effect.Tag], default));
        turnstile.Add(results => World.Store(results).FinishAsync(key, [Effect.Notify], default));
        turnstile.Add(results => World.Store(results).CreateAsync(World.Scope, state with { Decision = Decision.Uncertain }, default));
        turnstile.Add(results => World.Store(results).ChangeAsync(key, Overturn, default));
        turnstile.Add(results => World.Store(results).SettleAsync(key, default));
        turnstile.Add(results => World.Store(results).SettleAsync(key, default));
        await turnstile.RunAsync(order, () => LookAsync(world, key));
        var last = await World.Store(world.Results).ReadAsync(key, default);
        Assert.Equal([Effect.NotifyOverturned], last!.Open.Where(open => open == Effect.NotifyOverturned));
        Assert.Equal(Decision.AiGenerated, last.Effective);
        Assert.Equal(Decision.NoFindings, last.Decision);
    }

    /// <summary>The same for those that remove a marker: who finishes the last effect, and the sweep, when a process was killed before it could remove it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_marker_is_not_removed_under_a_reopened_effect(bool leftOver) => Turnstile.Orders(3).Sample(order => ReopenAsync(leftOver, order).GetAwaiter().GetResult(), iter: 40, threads: 1);

    private static async Task ReopenAsync(bool leftOver, int[] order)
    {
        using var world = new World();
        var state = World.State("one", open: [Effect.Notify]);
        var key = state.Key(World.Scope);
        await World.Store(world.Results).CreateAsync(World.Scope, state, default);
        if (leftOver)
            await Assert.ThrowsAsync<KilledException>(() => World.Store(new MortalStore(world.Results, new Life(1))).FinishAsync(key, [Effect.Notify], default));
        Assert.Single(await world.MarkersAsync());
        using var turnstile = new Turnstile(world.Results);
        turnstile.Add(results => World.Store(results).FinishAsync(key, [Effect.Notify], default));
        turnstile.Add(results => World.Store(results).ChangeAsync(key, Overturn, default));
        turnstile.Add(results => World.Store(results).SettleAsync(key, default));
        await turnstile.RunAsync(order, () => LookAsync(world, key));
    }

    /// <summary>Workers of duplicate events for two uploads, each killed somewhere, in any order of calls; then one sweep.</summary>
    [Fact]
    public void Nothing_is_lost_whatever_the_order_and_whoever_is_killed() => Gen.Select(Turnstile.Orders(5), Gen.Int[0, 14].Array[5]).Sample(
        (order, lives) => KillAsync(new World(), order, lives).GetAwaiter().GetResult(), iter: 40, threads: 1);

    [Fact]
    public async Task Nothing_is_lost_on_Azurite_either()
    {
        var connection = await azurite.ConnectionStringAsync();
        Gen.Select(Turnstile.Orders(5), Gen.Int[0, 14].Array[5]).Sample((order, lives) => KillOnAzuriteAsync(connection, order, lives).GetAwaiter().GetResult(), iter: 8, threads: 1);
    }

    private static async Task KillOnAzuriteAsync(string connection, int[] order, int[] lives)
    {
        var container = new BlobContainerClient(connection, $"t{Guid.NewGuid():n}");
        await container.CreateAsync(cancellationToken: Cancellation);
        await KillAsync(new World(new AzureObjectStore(container)), order, lives);
    }

    private static async Task KillAsync(World made, int[] order, int[] lives)
    {
        using var world = made;
        UploadState[] uploads = [World.State("one", open: [Effect.Tag, Effect.Notify]), World.State("two", open: [Effect.Notify])];
        using var turnstile = new Turnstile(world.Results);
        for (var n = 0; n < lives.Length; n++)
        {
            var (worker, life) = (n, new Life(lives[n]));
            turnstile.Add(results => LivesAsync(() => worker == 4 ? world.SweepAsync(results, uploads, life) : world.HandleAsync(results, uploads[worker % 2], life)));
        }

        await turnstile.RunAsync(order, async () =>
        {
            foreach (var upload in uploads)
                await LookAsync(world, upload.Key(World.Scope));
        });
        await world.SweepAsync(world.Results, uploads, Life.Long);
        await world.SweepAsync(world.Results, uploads, Life.Long);
        await HoldsAsync(world, uploads, most: 7);
    }

    private static async Task LookAsync(World world, StateKey key)
    {
        var now = await World.Store(world.Results).ReadAsync(key, default);
        Assert.True(now is null || now.Open.Count == 0 || (await world.MarkersAsync()).Contains(key), $"[{string.Join(", ", now?.Open ?? [])}] without a marker");
    }

    private static UploadState Overturn(UploadState state) => state with
    {
        Override = new StateOverride(1, Decision.AiGenerated, DateTimeOffset.UnixEpoch),
        Open = [.. state.Open.Union([Effect.Tag, Effect.NotifyOverturned])],
    };

    [Fact]
    public async Task A_marker_whose_state_was_never_written_stays_a_day()
    {
        using var world = new World();
        var upload = World.State("one", open: [Effect.Notify]);
        Assert.False(await LivesAsync(() => world.HandleAsync(world.Results, upload, new Life(2)))); // ref and marker
        Assert.Equal([upload.Key(World.Scope)], await world.MarkersAsync());
        var clock = new ManualClock();
        var store = new StateStore(world.Results, new(world.Results), new(world.Results, World.TombstoneKey), clock);
        Assert.Null(await store.SettleAsync(upload.Key(World.Scope), Cancellation));
        Assert.Single(await world.MarkersAsync());
        clock.Advance(StateStore.MarkerPatience + TimeSpan.FromMinutes(1));
        Assert.Null(await store.SettleAsync(upload.Key(World.Scope), Cancellation));
        Assert.Empty(await world.MarkersAsync());
    }

    [Fact]
    public void States_are_listed_in_the_order_of_the_blobs_and_from_any_of_them_on() => Gen.Select(NameGen.Short.Array[1, 8], Gen.Int[0, 7]).Sample(
        (names, at) => ListAsync([.. names.Distinct().Order(StringComparer.Ordinal)], at).GetAwaiter().GetResult(), iter: 20, threads: 1);

    private static async Task ListAsync(string[] names, int at)
    {
        using var world = new World();
        var store = World.Store(world.Results);
        foreach (var name in names.Reverse())
            foreach (var etag in (string[])["\"0x8D\"", "\"0x1F\""])
                await store.CreateAsync(World.Scope, World.State(name, etag), default);
        await store.CreateAsync(new Scope("other"), World.State("elsewhere"), default);
        var from = names[at % names.Length];
        var listed = await store.ListAsync(World.Scope, BlobKey.Of(from), default).ToListAsync();
        Assert.Equal(names.Where(name => string.CompareOrdinal(name, from) >= 0).SelectMany(name => (string[])[name, name]), listed.Select(key => key.Blob.Name()));
        Assert.Equal(2 * names.Length, await store.ListAsync(World.Scope, null, default).CountAsync());
    }

    private static async Task<bool> LivesAsync(Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (KilledException)
        {
            return false;
        }
    }
}
