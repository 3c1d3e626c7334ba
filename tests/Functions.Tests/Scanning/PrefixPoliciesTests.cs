using System.Text.Json.Nodes;
using StayPositive.Detector.Models;
using StayPositive.Detector.Verdicts;
using StayPositive.Functions.Scanning;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Models;
using StayPositive.Storage.Tests.Rescoring;

namespace StayPositive.Functions.Tests.Scanning;

public sealed class PrefixPoliciesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("policies-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_longest_prefix_wins_and_all_else_is_judged_by_the_models_own_policy()
    {
        await using var world = await FlowWorld.StartAsync(options => Add(options, ("uploads/avatars/", File(Tight("avatars-1"))), ("uploads/avatars/staff/", File(Tight("staff-1")))));
        foreach (var name in new[] { "avatars/a.jpg", "avatars/staff/b.jpg", "other/c.jpg" })
            world.Upload(name, FlowWorld.Sample(ScanFlowTests.Photo));
        foreach (var name in new[] { "avatars/a.jpg", "avatars/staff/b.jpg", "other/c.jpg" })
            await world.ScanAsync(name);

        Assert.Equal(("avatars-1", "TooLongSide"), await ToldAsync(world, "avatars/a.jpg"));
        Assert.Equal(("staff-1", "TooLongSide"), await ToldAsync(world, "avatars/staff/b.jpg"));
        Assert.Equal("Scanned", (await ToldAsync(world, "other/c.jpg")).Code);
        Assert.NotEqual("avatars-1", (await world.StateAsync("other/c.jpg"))!.Policy);
        using var lease = await world.Get<CurrentModel>().LeaseAsync(Token);
        var told = StayPositive.Functions.Web.Policies.PolicyAnswer.Of(lease, world.Get<PrefixPolicies>());
        Assert.Equal([("uploads/avatars/staff/", "staff-1"), ("uploads/avatars/", "avatars-1")], told.Prefixes.Select(one => (one.Prefix, one.Policy.Version)));
        Assert.Equal(lease.Package.Policy, told.Policy);
    }

    [Theory]
    [InlineData(ScanFlowTests.Photo)]
    [InlineData(ScanFlowTests.Edited)]
    public async Task A_known_measurement_is_judged_by_another_policy_as_a_scan_would(string sample)
    {
        await using var world = await FlowWorld.StartAsync(options => Add(options, ("uploads/careful/", File(new Policy { Version = "careful-1", Prevalence = 0.5 }))));
        await using var fresh = await FlowWorld.StartAsync(options => Add(options, ("uploads/careful/", File(new Policy { Version = "careful-1", Prevalence = 0.5 }))));
        foreach (var name in new[] { "a.jpg", "careful/b.jpg" })
        {
            world.Upload(name, FlowWorld.Sample(sample));
            await world.ScanAsync(name);
        }

        fresh.Upload("careful/b.jpg", FlowWorld.Sample(sample));
        await fresh.ScanAsync("careful/b.jpg");

        var (judged, scanned) = ((await world.StateAsync("careful/b.jpg"))!, (await fresh.StateAsync("careful/b.jpg"))!);
        Assert.Equal((scanned.Decision, scanned.Score, scanned.Policy, scanned.Region), (judged.Decision, judged.Score, judged.Policy, judged.Region));
        Assert.Equal(scanned.Probability!.Value, judged.Probability!.Value, 9);
        Assert.True(scanned.Timings!.Features > 0);
        Assert.Equal(sample == ScanFlowTests.Photo, judged.Timings!.Features == 0); // a region needs the map, and the map a scan
    }

    [Fact]
    public async Task A_policy_of_the_store_is_used_by_its_version()
    {
        var data = Path.Combine(folder, "data");
        await new PolicyStore(new Installation(new InstallationSettings { Data = data }, TimeProvider.System).Models).PublishAsync(Tight("tight-1"), Token);
        await using var world = await FlowWorld.StartAsync(options => Add(options, ("uploads/", "tight-1")), data);
        world.Upload("a.jpg", FlowWorld.Sample(ScanFlowTests.Photo));
        await world.ScanAsync("a.jpg");

        Assert.Equal(("tight-1", "TooLongSide"), await ToldAsync(world, "a.jpg"));
    }

    [Fact]
    public async Task A_wrong_policy_stops_the_start_with_a_sentence_that_names_the_setting()
    {
        async Task<string> SentenceAsync(string policy) => (await Assert.ThrowsAsync<InvalidOperationException>(() => FlowWorld.StartAsync(options => Add(options, ("uploads/", policy))))).Message;

        Assert.Contains("Scanning:Policies:0:Policy is 'missing'", await SentenceAsync("missing"), StringComparison.Ordinal);
        Assert.Contains("0.123", await SentenceAsync(File(new Policy { Version = "rates", FalsePositiveRate = 0.0123, UncertainFalsePositiveRate = 0.123 })), StringComparison.Ordinal);
        Assert.Contains("typo", await SentenceAsync(Text("typo.json", """{ "version": "t", "typo": 1 }""")), StringComparison.Ordinal);
        Assert.Contains("Scanning:Policies:0:Policy", await SentenceAsync("../escape"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_later_champion_without_thresholds_for_a_prefix_is_no_fault_of_its_uploads()
    {
        var data = Path.Combine(folder, "data");
        var installation = new Installation(new InstallationSettings { Data = data }, TimeProvider.System);
        await installation.Aliases.MoveAsync(ModelAlias.Champion, null, await installation.Releases.PublishAsync(RescoreWorld.Package("few", [1, 0, 0], 5, 4), null, Token), "test", "has 0.01 and 0.05", Token);
        await using var world = await FlowWorld.StartAsync(data: data);
        var starter = ModelPackage.Load(Path.Combine(AppContext.BaseDirectory, "models", "starter"));
        var rate = starter.Calibration.Bins[0].Thresholds.Select(set => set.FalsePositiveRate).First(rate => rate is not (0.01 or 0.05));
        Add(world.Get<ScanningOptions>(), ("uploads/strict/", File(new Policy { Version = "strict-1", FalsePositiveRate = Math.Min(rate, 0.05), UncertainFalsePositiveRate = Math.Max(rate, 0.05) })));
        await world.Get<PrefixPolicies>().LoadAsync(starter.Calibration, Token); // as at a start under the starter
        world.Upload("strict/a.jpg", FlowWorld.Sample(ScanFlowTests.Photo));
        world.Upload("b.jpg", FlowWorld.Sample(ScanFlowTests.Photo));

        var fault = await Assert.ThrowsAsync<ModelUnavailableException>(() => world.ScanAsync("strict/a.jpg"));

        Assert.Contains("few has no thresholds for the rates of the policy strict-1", fault.Message, StringComparison.Ordinal);
        Assert.True(Faults.MayPass(fault)); // it waits for another champion, and gets no state meanwhile
        Assert.Equal(FlowOutcome.Scanned, await world.ScanAsync("b.jpg"));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Policy Tight(string version) => new() { Version = version, Limits = new() { MaxMegabytes = 100, MaxMegapixels = 1, MaxSide = 100 } };

    private static void Add(ScanningOptions options, params (string Prefix, string Policy)[] policies)
    {
        foreach (var (prefix, policy) in policies)
            options.Policies.Add(new PrefixPolicy { Prefix = prefix, Policy = policy });
    }

    private static async Task<(string? Policy, string Code)> ToldAsync(FlowWorld world, string name)
    {
        var state = (await world.StateAsync(name))!;
        return (state.Policy, state.Code);
    }

    private string File(Policy policy) => Text(policy.Version + ".json", JsonNode.Parse(PolicyFile.Write(policy))!.ToJsonString());

    private string Text(string name, string json)
    {
        var path = Path.Combine(folder, name);
        System.IO.File.WriteAllText(path, json);
        return path;
    }
}
