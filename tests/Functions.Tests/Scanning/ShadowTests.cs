using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;
using StayPositive.Detector.Verdicts;
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
        Assert.Equal((Decision.Inpainted, champion.Version), (state.Decision, state.Model));
        var measured = await world.Stores.Measurements.ReadAsync(new Scope(FlowWorld.Container), ContentHash.Parse(state.Hash!), ContentHash.Parse((await PackageAsync(world, champion)).Backbone.Sha256), 1, Token);
        Assert.Equal(("blind-1", StayPositive.Detector.Verdicts.Decision.NoFindings), (state.Shadow!.Model, state.Shadow.Decision));
        Assert.Equal(measured!.Heads[1].Logit, state.Shadow.Score, 3); // from the features, as all its later scores will be
        Assert.Equal(new StayPositive.Functions.Scanning.ShadowHealth("blind-1", null), world.Get<StayPositive.Functions.Scanning.Shadow>().Health);
        Assert.Equal([champion.Version, "blind-1"], measured!.Heads.Select(head => head.Head.Value));
    }

    [Fact]
    public async Task A_challenger_that_says_the_same_on_another_scale_differs_by_nothing()
    {
        await using var world = await FlowWorld.StartAsync();
        var (champion, challenger) = await ChallengeAsync(world, head => new NonNegativeHead(new ModelVersion("louder-1"), [.. head.Weights.ToArray().Select(weight => 4 * weight)], 4 * head.Bias), scale: 4);
        world.Upload("edit.jpg", FlowWorld.Sample("coffee-inpainted.jpg"));
        await world.ScanAsync("edit.jpg");
        await world.Sweep.RunAsync(Token);
        var counts = await world.Get<ShadowStore>().ReadAsync(champion, challenger, Token);
        Assert.Equal((1, 1), (counts.Scans, counts.Agreements));
        Assert.InRange(counts.SumOfDifferences, 0, 1e-2); // what float16 costs
    }

    [Fact]
    public async Task The_policy_of_a_prefix_holds_for_the_challenger_as_well()
    {
        var data = Directory.CreateTempSubdirectory("shadow-").FullName;
        var blind = new StayPositive.Detector.Verdicts.Policy { Version = "no-windows-1", WindowSizes = [] }; // sees no edits
        await new PolicyStore(new Storage.Installations.Installation(new Storage.Installations.InstallationSettings { Data = data }, TimeProvider.System).Models).PublishAsync(blind, Token);
        await using var world = await FlowWorld.StartAsync(options => options.Policies.Add(new StayPositive.Functions.Scanning.PrefixPolicy { Prefix = "uploads/plain/", Policy = blind.Version }), data);
        await ChallengeAsync(world, head => new NonNegativeHead(new ModelVersion("twin-1"), head.Weights, head.Bias)); // the same under another name
        world.Upload("plain/edit.jpg", FlowWorld.Sample("coffee-inpainted.jpg"));
        await world.ScanAsync("plain/edit.jpg");

        var state = (await world.StateAsync("plain/edit.jpg"))!;
        Assert.Equal((blind.Version, "twin-1", state.Decision), (state.Policy, state.Shadow!.Model, state.Shadow.Decision));
        Assert.NotEqual(StayPositive.Detector.Verdicts.Decision.Inpainted, state.Decision);
        Assert.Equal((1, 1), (world.Get<StayPositive.Functions.Scanning.Shadow>().Counts.Scans, world.Get<StayPositive.Functions.Scanning.Shadow>().Counts.Agreements));
    }

    [Fact]
    public async Task A_challenger_that_cannot_be_read_fails_no_scan()
    {
        await using var world = await FlowWorld.StartAsync();
        await world.Get<AliasStore>().MoveAsync(ModelAlias.Challenger, null, new ModelTarget("nowhere", new string('0', 64)), "test", "a fault", Token);
        world.Upload("photo.jpg", FlowWorld.Sample(ScanFlowTests.Photo));
        Assert.Equal(StayPositive.Functions.Scanning.FlowOutcome.Scanned, await world.ScanAsync("photo.jpg"));
        var health = world.Get<StayPositive.Functions.Scanning.Shadow>().Health;
        Assert.Equal("nowhere", health.Challenger);
        Assert.Contains("cannot be read", health.NotScored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_challenger_on_another_backbone_is_named_with_the_reason_why_it_is_not_scored()
    {
        await using var world = await FlowWorld.StartAsync();
        var challenger = await world.Get<ReleaseStore>().PublishAsync(StayPositive.Storage.Tests.Rescoring.RescoreWorld.Package("other-1", [1, 0, 0], 0.5f, 0.4f), null, Token);
        await world.Get<AliasStore>().MoveAsync(ModelAlias.Challenger, null, challenger, "test", "a challenge", Token);
        world.Upload("photo.jpg", FlowWorld.Sample(ScanFlowTests.Photo));
        await world.ScanAsync("photo.jpg");

        Assert.Null((await world.StateAsync("photo.jpg"))!.Shadow);
        var health = world.Get<StayPositive.Functions.Scanning.Shadow>().Health;
        Assert.Equal("other-1", health.Challenger);
        Assert.Contains("backbone", health.NotScored, StringComparison.Ordinal);
    }

    private static async Task<(ModelTarget Champion, ModelTarget Challenger)> ChallengeAsync(FlowWorld world, Func<NonNegativeHead, NonNegativeHead> change, float scale = 1)
    {
        var champion = (await world.Get<AliasStore>().ReadAsync(ModelAlias.Champion, Token))!.Target;
        var package = await PackageAsync(world, champion);
        var challenger = await world.Get<ReleaseStore>().PublishAsync(package with { Head = change(package.Head), Calibration = Scaled(package.Calibration, scale) }, null, Token);
        await world.Get<AliasStore>().MoveAsync(ModelAlias.Challenger, null, challenger, "test", "a challenge", Token);
        return (champion, challenger);
    }

    private static Calibration Scaled(Calibration calibration, float scale) => new(
        [.. calibration.Bins.Select(bin => bin with { Thresholds = [.. bin.Thresholds.Select(set => set with { Global = Scaled(set.Global, scale), Windows = set.Windows.ToDictionary(window => window.Key, window => Scaled(window.Value, scale)) })] })],
        calibration.Slope / scale, calibration.Offset);

    /// <summary>float.MaxValue is no threshold at all.</summary>
    private static float Scaled(float threshold, float scale) => threshold == float.MaxValue ? threshold : threshold * scale;

    private static Task<ModelPackage> PackageAsync(FlowWorld world, ModelTarget target) => world.Get<ReleaseStore>().ReadAsync(target, null, Token);
}
