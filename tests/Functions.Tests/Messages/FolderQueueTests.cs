using CsCheck;
using StayPositive.Functions.Messages;
using StayPositive.Storage.Objects;
using StayPositive.Storage.Tests;

namespace StayPositive.Functions.Tests.Messages;

public sealed class FolderQueueTests
{
    private static readonly TimeSpan Hidden = TimeSpan.FromMinutes(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_that_was_not_deleted_comes_again_when_it_is_no_longer_hidden()
    {
        using var world = new World();
        await world.Queue().SendAsync("{}", TimeSpan.Zero, Token);
        Assert.Equal(1, Assert.Single(await world.Queue().ReceiveAsync(16, Hidden, Token)).Deliveries);
        Assert.Empty(await world.Queue().ReceiveAsync(16, Hidden, Token));

        world.Clock.Advance(Hidden + TimeSpan.FromSeconds(1));
        var again = Assert.Single(await world.Queue().ReceiveAsync(16, Hidden, Token));
        Assert.Equal(2, again.Deliveries);

        await world.Queue().DeleteAsync(again, Token);
        world.Clock.Advance(2 * Hidden);
        Assert.Empty(await world.Queue().ReceiveAsync(16, Hidden, Token));
    }

    [Fact]
    public async Task A_delayed_message_waits_and_does_not_hold_up_others()
    {
        using var world = new World();
        await world.Queue().SendAsync("late", TimeSpan.FromSeconds(30), Token);
        await world.Queue().SendAsync("now", TimeSpan.Zero, Token);

        Assert.Equal(["now"], (await world.Queue().ReceiveAsync(16, Hidden, Token)).Select(item => item.Text));
        world.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(["late"], (await world.Queue().ReceiveAsync(16, Hidden, Token)).Select(item => item.Text));
    }

    /// <summary>Whoever is killed at whatever write: each message is received at least once, until it is deleted.</summary>
    [Fact]
    public void No_message_is_lost() => Gen.Int[0, 12].Sample(steps =>
    {
        using var world = new World();
        string[] texts = ["a", "b", "c"];
        foreach (var text in texts)
            world.Queue().SendAsync(text, TimeSpan.Zero, default).GetAwaiter().GetResult();
        try
        {
            var mortal = world.Queue(new Life(steps));
            foreach (var item in mortal.ReceiveAsync(16, Hidden, default).GetAwaiter().GetResult())
            {
                world.Done.Add(item.Text);
                mortal.DeleteAsync(item, default).GetAwaiter().GetResult();
            }
        }
        catch (KilledException)
        {
            // the next one goes on
        }

        world.Clock.Advance(2 * Hidden);
        foreach (var item in world.Queue().ReceiveAsync(16, Hidden, default).GetAwaiter().GetResult())
            world.Done.Add(item.Text);
        Assert.Equal(texts, world.Done.Distinct().Order());
    }, iter: 13, threads: 1);

    private sealed class World : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public ManualClock Clock { get; } = new();

        public List<string> Done { get; } = [];

        public FolderQueue Queue(Life? life = null)
        {
            var store = new FolderObjectStore(folder.Path, TimeProvider.System);
            return new FolderQueue(life is null ? store : new MortalStore(store, life), "scan-requests", Clock);
        }

        public void Dispose() => folder.Dispose();
    }
}
