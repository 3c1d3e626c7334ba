using StayPositive.Storage.Keys;
using StayPositive.Storage.States;

namespace StayPositive.Storage.Tests.States;

public sealed class AttemptStoreTests
{
    private static readonly StateKey Key = StateKey.Of(World.Scope, "a b/c.jpg", "\"0x1\"");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Attempts_that_do_not_end_are_counted_and_one_that_ends_forgets_them()
    {
        using var world = new World();
        var store = new AttemptStore(world.Results, TimeProvider.System);
        Assert.Equal(1, await store.BeginAsync(Key, Cancellation));
        await store.EndAsync(Key, Cancellation);
        Assert.Empty(await store.ListAsync(World.Scope, Cancellation).ToListAsync(Cancellation));
        for (var n = 1; n <= 3; n++)
            Assert.Equal(n, await new AttemptStore(world.Results, TimeProvider.System).BeginAsync(Key, Cancellation)); // another process each time
        Assert.Equal([Key], await store.ListAsync(World.Scope, Cancellation).ToListAsync(Cancellation));
        await store.EndAsync(Key, Cancellation);
        Assert.Equal(1, await store.BeginAsync(Key, Cancellation));
    }

    [Fact]
    public async Task What_is_older_than_a_day_counts_no_more()
    {
        using var world = new World();
        var clock = new ManualClock();
        var store = new AttemptStore(world.Results, clock);
        await store.BeginAsync(Key, Cancellation);
        Assert.Equal(2, await store.BeginAsync(Key, Cancellation));
        clock.Advance(AttemptStore.Memory + TimeSpan.FromMinutes(1));
        Assert.Equal(1, await store.BeginAsync(Key, Cancellation));
        clock.Advance(AttemptStore.Memory + TimeSpan.FromMinutes(1));
        Assert.Empty(await store.ListAsync(World.Scope, Cancellation).ToListAsync(Cancellation));
        Assert.Empty(await world.Results.ListAsync("", null, Cancellation).ToListAsync(Cancellation));
    }
}
