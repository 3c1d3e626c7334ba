using StayPositive.RetrainJob.Tests.Publishing;
using StayPositive.Storage.Models;

namespace StayPositive.RetrainJob.Tests.Refits;

/// <summary>The job as a process that is killed (kill -9) while it publishes, and while it promotes: 2 times each here, or as often as half of STAYPOSITIVE_REFIT_KILLS says.</summary>
public sealed class RefitKillTests
{
    private const int Killed = 128 + 9;
    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("STAYPOSITIVE_REFIT_KILLS"), out var asked) ? asked : 4;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_killed_job_leaves_whole_aliases_and_a_champion_that_loads_and_the_next_job_completes()
    {
        using var world = await RefitWorld.CreateAsync();
        var random = new Random(1);
        var (killed, published, promoted) = (0, 0, 0);
        for (var kill = 0; kill < Kills; kill++)
        {
            var isPublishing = kill % 2 == 0;
            if (isPublishing)
            {
                // Killed after the last gate was told: the report, the version and the alias follow. Each time another strength, so another version.
                var before = await world.Installation.Aliases.ReadAsync(ModelAlias.Challenger, Cancellation);
                using (var job = RefitProcess.Start(world, "job", Settings(kill)))
                {
                    job.Until("gate", times: 6);
                    killed += Kill(job, Delay(random));
                }

                published += before != await world.Installation.Aliases.ReadAsync(ModelAlias.Challenger, Cancellation) ? 1 : 0;
            }
            else
            {
                // Killed after the shadow was looked at: the promotion follows.
                var challenger = await world.ChallengeAsync($"challenger-{kill}", weight: 1 + kill / 100f, isProven: true);
                using (var job = RefitProcess.Start(world, "job", Settings(kill), "--promote-after-shadow"))
                {
                    job.Until("shadow");
                    killed += Kill(job, Delay(random));
                }

                var champion = (await world.Installation.Aliases.ReadAsync(ModelAlias.Champion, Cancellation))!;
                promoted += champion.Target == challenger ? 1 : 0;
                if (champion.Target == challenger) // a person undoes it, so that the next candidate is better than what serves
                    await world.Installation.Aliases.MoveAsync(ModelAlias.Champion, champion, champion.Previous!, "ada", "rollback", Cancellation);
            }

            await Registry.CheckAsync(world.Installation, Cancellation);
            Assert.Equal("champion-1", (await world.Installation.Aliases.ReadAsync(ModelAlias.Champion, Cancellation))!.Target.Version);
        }

        Assert.True(killed > 0, "Every job ended before it was killed.");

        // Whatever the kills have left, a job that is not killed publishes.
        using var last = RefitProcess.Start(world, "job", Settings(Kills));
        Assert.Equal(RetrainExit.Done, last.Exit());
        await Registry.CheckAsync(world.Installation, Cancellation);
        TestContext.Current.SendDiagnosticMessage("{0} jobs, {1} killed before their end: {2} had moved the challenger, {3} the champion; the aliases whole after each, the champion loads", Kills, killed, published, promoted);
    }

    private static object Settings(int kill) => RefitWorld.Settings(l2: [1e-3 * (1 + kill)], minNew: 10, robustness: 0);

    /// <summary>1 ms to 5 s, each order of magnitude as likely: machines differ, and what is to be hit takes milliseconds on some.</summary>
    private static int Delay(Random random) => (int)Math.Pow(5000, random.NextDouble());

    private static int Kill(RefitProcess job, int milliseconds)
    {
        Thread.Sleep(milliseconds);
        var code = job.Kill();
        Assert.True(code is Killed or RetrainExit.Done or RetrainExit.GateFailed or RetrainExit.StillInShadow, $"{code}: {job}"); // it may have been faster
        return code == Killed ? 1 : 0;
    }
}
