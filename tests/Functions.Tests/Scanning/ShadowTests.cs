using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Models;
using StayPositive.Storage.Shadows;

namespace StayPositive.Functions.Tests.Scanning;

public sealed class ShadowTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_challenger_is_measured_and_counted_and_changes_no_verdict()
    {
        await using var world = await FlowWorld.StartAsync();
        var (champion, challenger) = await ChallengeAsync(world, head => new NonNegativeHead(new ModelVersion("blind-1"), new float[head.Channels], head.Bias)); // finds nothing, ever
        world.Upload("photo.jpg", FlowWorld.Sample(ScanFlowTests.Photo));
        world.Upload("edit.jpg", FlowWorld.Sample("coffee-inpainted.jpg"));
        await world.ScanAsync("photo.jpg");
        await world.ScanAsync("edit.jpg");
        await world.Sweep.RunAsync(Token);

        var counts = await world.Get<ShadowStore>().ReadAsync(champion, challenger, Token);
        Assert.Equal((2, 1), (counts.Scans, counts.Agreements)); // on the photo both find nothing
        Assert.True(counts.SumOfDifferences > 0);
        var state = (await world.StateAsync("edit.jpg"))!;
        Assert.Equal((StayPositive.Detector.Verdicts.Decision.Inpainted, champion.Version), (state.Decision, state.Model));
        var measured = await world.Stores.Measurements.ReadAsync(new Scope(FlowWorld.Container), ContentHash.Parse(state.Hash!), ContentHash.Parse((await PackageAsync(world, champion)).Backbone.Sha256), 1, Token);
        Assert.Equal([champion.Version, "blind-1"], measured!.Heads.Select(head => head.Head.Value));
    }

    [Fact]
    public async Task A_challenger_that_cannot_be_read_fails_no_scan()
    {
        await using var world = await FlowWorld.StartAsync();
        await world.Get<AliasStore>().MoveAsync(ModelAlias.Challenger, null, new ModelTarget("nowhere", new string('0', 64)), "test", "a fault", Token);
        world.Upload("photo.jpg", FlowWorld.Sample(ScanFlowTests.Photo));
        Assert.Equal(StayPositive.Functions.Scanning.FlowOutcome.Scanned, await world.ScanAsync("photo.jpg"));
    }

    private static async Task<(ModelTarget Champion, ModelTarget Challenger)> ChallengeAsync(FlowWorld world, Func<NonNegativeHead, NonNegativeHead> change)
    {
        var champion = (await world.Get<AliasStore>().ReadAsync(ModelAlias.Champion, Token))!.Target;
        var package = await PackageAsync(world, champion);
        var challenger = await world.Get<ReleaseStore>().PublishAsync(package with { Head = change(package.Head) }, null, Token);
        await world.Get<AliasStore>().MoveAsync(ModelAlias.Challenger, null, challenger, "test", "a challenge", Token);
        return (champion, challenger);
    }

    private static Task<ModelPackage> PackageAsync(FlowWorld world, ModelTarget target) => world.Get<ReleaseStore>().ReadAsync(target, null, Token);
}
