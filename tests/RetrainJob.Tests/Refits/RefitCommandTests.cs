using System.Text;
using System.Text.Json;
using StayPositive.Storage.Models;
using StayPositive.Storage.Objects;
using StayPositive.Storage.Review;
using StayPositive.Storage.Shadows;

namespace StayPositive.RetrainJob.Tests.Refits;

/// <summary>The whole job, on pictures that are told apart by their red.</summary>
public sealed class RefitCommandTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_better_head_passes_the_gates_becomes_challenger_and_after_its_shadow_champion()
    {
        using var world = await RefitWorld.CreateAsync();
        var (code, log) = await world.RunAsync();
        Assert.True(code == RetrainExit.Done, string.Join('\n', log.Select(line => line.GetProperty("message"))));
        var aliases = world.Installation.Aliases;
        var challenger = (await aliases.ReadAsync(ModelAlias.Challenger, Cancellation))!;
        var package = await world.Installation.Releases.ReadAsync(challenger.Target, null, Cancellation);
        Assert.True(package.Head.Weights[0] > 10 * package.Head.Weights[2], "It did not find the red.");
        Assert.Equal("champion-1", (await aliases.ReadAsync(ModelAlias.Champion, Cancellation))!.Target.Version);
        using var report = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(world.Reports, "report.json"), Cancellation));
        Assert.True(report.RootElement.GetProperty("passed").GetBoolean());
        Assert.Equal(3, report.RootElement.GetProperty("fits").GetArrayLength());
        Assert.Equal(6, log.Count(line => line.GetProperty("event").GetString() == "gate"));

        // A repeat is the same version, and moves nothing.
        Assert.Equal(RetrainExit.Done, (await world.RunAsync()).ExitCode);
        Assert.Equal(challenger, await aliases.ReadAsync(ModelAlias.Challenger, Cancellation));

        // Not yet enough in the shadow; then enough.
        Assert.Equal(RetrainExit.StillInShadow, (await world.RunAsync(null, "--promote-after-shadow")).ExitCode);
        var champion = (await aliases.ReadAsync(ModelAlias.Champion, Cancellation))!;
        await new ShadowStore(world.Installation.Results).WriteAsync(champion.Target, challenger.Target, Guid.NewGuid(), new ShadowCounts(2000, 1999, 20), Cancellation);
        var (after, told) = await world.RunAsync(null, "--promote-after-shadow");
        Assert.Equal(challenger.Target, (await aliases.ReadAsync(ModelAlias.Champion, Cancellation))!.Target);
        Assert.Contains("champion", told.Select(line => line.GetProperty("event").GetString()));
        Assert.Equal(RetrainExit.GateFailed, after); // no label is new, and nothing is better than the champion that it has just promoted
    }

    [Fact]
    public async Task A_failed_gate_writes_a_report_and_changes_nothing()
    {
        using var world = await RefitWorld.CreateAsync();
        var before = await ModelsAsync(world);
        var (code, log) = await world.RunAsync(RefitWorld.Settings(minNew: 100_000));
        Assert.Equal(RetrainExit.GateFailed, code);
        Assert.Equal("NewLabels", Assert.Single(log, line => line.TryGetProperty("passed", out var passed) && !passed.GetBoolean()).GetProperty("gate").GetString());
        Assert.All((await ModelsAsync(world)).Except(before), entry => Assert.True(entry.StartsWith("reports/", StringComparison.Ordinal) || entry.StartsWith("splits/", StringComparison.Ordinal), entry));
        Assert.True(File.Exists(Path.Combine(world.Reports, "report.html")));
    }

    [Fact]
    public async Task Without_a_label_of_one_class_there_is_not_enough_data()
    {
        using var world = await RefitWorld.CreateAsync(each: 0);
        for (var n = 0; n < 40; n++)
            await world.LabelAsync(RefitWorld.Picture(n, false), Ruling.NoFindings, n);
        var (code, log) = await world.RunAsync();
        Assert.Equal(RetrainExit.NotEnoughData, code);
        Assert.Equal("not-enough-data", log[^1].GetProperty("event").GetString());
    }

    [Fact]
    public async Task Without_a_champion_the_model_is_refused()
    {
        using var world = new RefitWorld();
        Assert.Equal(RetrainExit.ModelRefused, (await world.RunAsync()).ExitCode);
    }

    [Theory]
    [InlineData("heads/champion-1/head.json", "weights", RetrainExit.ModelRefused)]
    [InlineData("heads/champion-1/policy.json", "alse", RetrainExit.ModelRefused)]
    [InlineData("heads/champion-1/manifest.json", "policy", RetrainExit.ModelRefused)]
    [InlineData("backbones/", "Conv", RetrainExit.ModelRefused)]
    [InlineData("aliases/champion.json", "hampion-1", RetrainExit.ModelRefused)]
    [InlineData("aliases/champion.json", "{", RetrainExit.StorageFailed)]
    public async Task With_a_flipped_bit_in_what_serves_nothing_is_published(string prefix, string at, int expected)
    {
        using var world = await RefitWorld.CreateAsync(each: 1);
        var key = (await world.Installation.Models.ListAsync(prefix, null, Cancellation).FirstAsync(Cancellation)).Key;
        var bytes = (await world.Installation.Models.ReadAsync(key, Cancellation))!.Content.ToArray();
        var found = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(at));
        Assert.True(found >= 0, $"There is no '{at}' in {key}: {Encoding.ASCII.GetString(bytes)}");
        bytes[found] ^= 1;
        await world.Installation.Models.WriteAsync(key, bytes, WriteCondition.None, Cancellation);
        var before = await ModelsAsync(world);
        var (code, log) = await world.RunAsync();
        Assert.True(code == expected, $"{code}: {log[^1]}");
        Assert.Equal(before, await ModelsAsync(world));
    }

    [Theory]
    [InlineData("""{ "gates": { "falsePositiveCeilling": 0.1 } }""")]
    [InlineData("""{ "fit": { "l2": [0] } }""")]
    [InlineData("""{ "shadow": { "minAgreement": 2 } }""")]
    [InlineData("""{ "shares": { "train": 0.9, "validation": 0.9, "calibration": 0.1 } }""")]
    public async Task A_wrong_setting_stops_the_job_with_a_sentence_that_names_it(string settings)
    {
        using var world = await RefitWorld.CreateAsync(each: 0);
        var (code, log) = await world.RunAsync(JsonSerializer.Deserialize<JsonElement>(settings));
        Assert.Equal(RetrainExit.Settings, code);
        Assert.Matches("falsePositiveCeilling|L2|MinAgreement|shares", log[^1].GetProperty("message").GetString());
    }

    private static async Task<string[]> ModelsAsync(RefitWorld world) =>
        await world.Installation.Models.ListAsync("", null, Cancellation).Select(async (ObjectEntry entry, CancellationToken stop) => $"{entry.Key} {(await world.Installation.Models.ReadAsync(entry.Key, stop))!.ETag}").ToArrayAsync(Cancellation);
}
