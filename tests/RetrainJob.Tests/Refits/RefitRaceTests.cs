using StayPositive.RetrainJob.Tests.Publishing;
using StayPositive.Storage.Models;

namespace StayPositive.RetrainJob.Tests.Refits;

/// <summary>Two jobs as two processes on one folder.</summary>
public sealed class RefitRaceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_two_jobs_that_began_together_one_moves_the_alias_and_the_other_exits_with_6_and_says_so()
    {
        using var world = await RefitWorld.CreateAsync();
        // Other strengths make other versions: the same one would be no race.
        using var one = RefitProcess.Start(world, "one", RefitWorld.Settings(l2: [1e-3], minNew: 10, robustness: 0));
        using var two = RefitProcess.Start(world, "two", RefitWorld.Settings(l2: [1e-2], minNew: 10, robustness: 0));
        foreach (var job in new[] { one, two })
        {
            // "begin" is told after the aliases were read: stopped here, both have seen the same.
            job.Until("begin");
            job.Signal("STOP");
        }

        one.Signal("CONT");
        two.Signal("CONT");
        int[] codes = [one.Exit(), two.Exit()];

        Assert.Equal([RetrainExit.Done, RetrainExit.Overtaken], codes.Order());
        var (winner, loser) = codes[0] == RetrainExit.Done ? (one, two) : (two, one);
        Assert.Equal("challenger", winner.Events.Last());
        Assert.Equal("overtaken", loser.Events.Last());
        var moves = await world.Installation.Aliases.HistoryAsync(ModelAlias.Challenger, Cancellation).ToListAsync(Cancellation);
        Assert.Null(Assert.Single(moves).Previous);
        Assert.Equal(3, await world.Installation.Releases.ListAsync(Cancellation).CountAsync(Cancellation)); // the champion and both candidates
        await Registry.CheckAsync(world.Installation, Cancellation);
    }

    [Fact]
    public async Task Of_two_jobs_that_promote_together_one_does_and_the_other_is_told_or_finds_it_done()
    {
        using var world = await RefitWorld.CreateAsync(each: 1);
        await world.ChallengeAsync("challenger-1", weight: 2, isProven: true);
        using var one = RefitProcess.Start(world, "one", RefitWorld.Settings(robustness: 0), "--promote-after-shadow");
        using var two = RefitProcess.Start(world, "two", RefitWorld.Settings(robustness: 0), "--promote-after-shadow");
        one.Exit();
        two.Exit();

        Assert.Single(one.Events.Concat(two.Events), name => name == "champion");
        var moves = await world.Installation.Aliases.HistoryAsync(ModelAlias.Champion, Cancellation).ToListAsync(Cancellation);
        Assert.Equal(["challenger-1", "champion-1"], moves.Select(move => move.Target.Version));
        await Registry.CheckAsync(world.Installation, Cancellation);
    }
}
