using StayPositive.Storage.Models;

namespace StayPositive.Storage.Tests.Models;

public sealed class AliasStoreTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_alias_moves_only_from_what_was_seen_and_keeps_its_history()
    {
        using var world = new ModelWorld();
        var aliases = world.Aliases;
        Assert.Null(await aliases.ReadAsync(ModelAlias.Champion, Cancellation));
        var first = await MoveAsync(null, "a");
        var second = await MoveAsync(first, "b");
        Assert.Null(await MoveAsync(first, "c"));
        Assert.Null(await MoveAsync(null, "c"));
        var back = await MoveAsync(second, "a");
        Assert.Equal(["a", "b", "a"], await aliases.HistoryAsync(ModelAlias.Champion, Cancellation).Select(document => document.Target.Version).ToListAsync(Cancellation));
        Assert.Equal((3, "b"), (back!.Number, back.Previous!.Version));
        Assert.Equal(back, await aliases.ReadAsync(ModelAlias.Champion, Cancellation));
        Assert.Null(await aliases.ReadAsync(ModelAlias.Challenger, Cancellation));

        Task<AliasDocument?> MoveAsync(AliasDocument? seen, string version) =>
            aliases.MoveAsync(ModelAlias.Champion, seen, new ModelTarget(version, new string('0', 64)), "ann", "test", Cancellation);
    }

    [Fact]
    public async Task Of_many_movers_at_once_one_moves_each_step_and_the_history_has_no_gap()
    {
        using var world = new ModelWorld();
        var moved = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(
            async () =>
            {
                var aliases = world.Aliases;
                var count = 0;
                for (var round = 0; round < 5; round++)
                    if (await aliases.MoveAsync(ModelAlias.Champion, await aliases.ReadAsync(ModelAlias.Champion, Cancellation), new ModelTarget($"v-{n}-{round}", ""), "ann", "race", Cancellation) is not null)
                        count++;
                return count;
            },
            Cancellation)));
        var history = await world.Aliases.HistoryAsync(ModelAlias.Champion, Cancellation).ToListAsync(Cancellation);
        Assert.Equal(moved.Sum(), history.Count);
        Assert.Equal(Enumerable.Range(1, history.Count).Reverse(), history.Select(document => document.Number));
        Assert.All(history.Zip(history.Skip(1)), pair => Assert.Equal(pair.Second.Target, pair.First.Previous));
    }
}
