using StayPositive.Storage.Keys;
using StayPositive.Storage.Models;

namespace StayPositive.RetrainJob.Tests.Refits;

/// <summary>The job as a process that is told to stop while it measures.</summary>
public sealed class RefitSignalTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_job_that_is_told_to_stop_while_it_measures_exits_with_130_and_a_repeat_goes_on(string signal)
    {
        using var world = await RefitWorld.CreateAsync(each: 60);
        using (var job = RefitProcess.Start(world, "job", RefitWorld.Settings(robustness: 0)))
        {
            while (await MeasuredAsync(world) < 5)
                await Task.Delay(5, Cancellation);
            job.Signal(signal);
            Assert.Equal(RetrainExit.Cancelled, job.Exit());
            Assert.Equal("cancelled", job.Events.Last());
            Assert.DoesNotContain("measured", job.Events);
        }

        var before = await MeasuredAsync(world);
        Assert.InRange(before, 5, 119);
        Assert.Null(await world.Installation.Aliases.ReadAsync(ModelAlias.Challenger, Cancellation));

        // What was measured is whole, and is not measured again.
        var (_, log) = await world.RunAsync(RefitWorld.Settings(robustness: 0));
        var extraction = log.Single(line => line.GetProperty("event").GetString() == "measured").GetProperty("extraction");
        var alreadyDone = extraction.GetProperty("alreadyDone").GetInt32();
        Assert.InRange(alreadyDone, before - 2, before); // two at a time: the last ones may lack their picture's hash
        Assert.Equal(120 - alreadyDone, extraction.GetProperty("measured").GetInt32());
    }

    private static ValueTask<int> MeasuredAsync(RefitWorld world) =>
        world.Installation.Measurements.ListAsync(new Scope("uploads"), ContentHash.Parse(RefitWorld.Package("any", [1, 1, 1]).Backbone.Sha256), Detector.Verdicts.Measurement.CurrentEngineVersion, Cancellation).CountAsync(Cancellation);
}
