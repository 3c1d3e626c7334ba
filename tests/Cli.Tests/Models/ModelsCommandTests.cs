using StayPositive.Storage.Models;
using StayPositive.Tests;

namespace StayPositive.Cli.Tests.Models;

public sealed class ModelsCommandTests
{
    [Fact]
    public async Task List_names_every_version_and_its_aliases()
    {
        using var world = await ModelsWorld.CreateAsync();
        var text = await world.RunAsync("list");
        Assert.Equal(ExitCode.Done, text.ExitCode);
        Assert.Contains("champion: tiny-1", text.Output);
        var json = (await world.RunAsync("list", "--json")).Json;
        Assert.Equal([("tiny-1", "champion"), ("tiny-2", "challenger")], json.GetProperty("versions").EnumerateArray().Select(version => (version.GetProperty("version").GetString(), version.GetProperty("aliases")[0].GetString())));
    }

    [Fact]
    public async Task Promote_makes_the_challenger_champion_and_rollback_undoes_it_and_both_are_in_the_history()
    {
        using var world = await ModelsWorld.CreateAsync();
        Assert.Equal(ExitCode.Done, (await world.RunAsync("promote", "--who", "ada", "--why", "shadow agrees")).ExitCode);
        Assert.Equal(ModelsWorld.Second, await world.ChampionAsync());
        Assert.Equal(ExitCode.Done, (await world.RunAsync("rollback", "--who", "ada", "--why", "too many findings")).ExitCode);
        Assert.Equal(ModelsWorld.First, await world.ChampionAsync());
        var shown = await world.RunAsync("show");
        Assert.Contains("shadow agrees", shown.Output);
        Assert.Contains("rollback: too many findings", shown.Output);
        var history = (await world.RunAsync("show", "--json")).Json.GetProperty("championHistory");
        Assert.Equal([3, 2, 1], history.EnumerateArray().Select(move => move.GetProperty("number").GetInt32()));
    }

    [Fact]
    public async Task Promote_with_an_outdated_expectation_changes_nothing()
    {
        using var world = await ModelsWorld.CreateAsync();
        var run = await world.RunAsync("promote", "--why", "x", "--expect", "tiny-7");
        Assert.Equal(ExitCode.Overtaken, run.ExitCode);
        Assert.Contains("nothing was changed", run.Error);
        Assert.Equal(ModelsWorld.First, await world.ChampionAsync());
    }

    [Fact]
    public async Task Rollback_without_an_earlier_champion_is_refused()
    {
        using var world = await ModelsWorld.CreateAsync();
        Assert.Equal(ExitCode.ModelRefused, (await world.RunAsync("rollback", "--why", "x")).ExitCode);
        Assert.Equal(ModelsWorld.First, await world.ChampionAsync());
    }

    [Theory]
    [InlineData("heads/tiny-2/head.json", "WrongHash")]
    [InlineData("heads/tiny-2/policy.json", "WrongHash")]
    [InlineData("heads/tiny-2/backbone.json", "WrongHash")]
    public async Task A_flipped_bit_is_found_by_verify_and_keeps_promote_from_moving_the_champion(string key, string code)
    {
        using var world = await ModelsWorld.CreateAsync();
        Assert.Equal(ExitCode.Done, (await world.RunAsync("verify", "--all")).ExitCode);
        await world.FlipAsync(key);
        var verified = await world.RunAsync("verify", "--all");
        Assert.Equal(ExitCode.ModelRefused, verified.ExitCode);
        Assert.Contains($"REFUSED tiny-2: {code}", verified.Output);
        Assert.Contains("ok      tiny-1", verified.Output);
        var promoted = await world.RunAsync("promote", "--why", "x");
        Assert.Equal(ExitCode.ModelRefused, promoted.ExitCode);
        Assert.StartsWith(code, promoted.Error);
        Assert.Equal(ModelsWorld.First, await world.ChampionAsync());
    }

    [Fact]
    public async Task A_flipped_bit_in_the_backbone_is_found_and_no_version_on_it_is_promoted()
    {
        using var world = await ModelsWorld.CreateAsync();
        var backbone = (await world.Installation.Releases.ReadAsync((await world.Installation.Aliases.ReadAsync(ModelAlias.Champion, TestContext.Current.CancellationToken))!.Target, null, TestContext.Current.CancellationToken)).Backbone.Sha256;
        await world.FlipAsync($"backbones/{backbone}.onnx");
        Assert.Equal(ExitCode.ModelRefused, (await world.RunAsync("verify", "--all")).ExitCode);
        Assert.StartsWith("WrongHash", (await world.RunAsync("promote", "--why", "x")).Error);
        Assert.Equal(ModelsWorld.First, await world.ChampionAsync());
    }

    [Fact]
    public async Task A_manifest_that_was_changed_is_not_the_one_that_the_alias_names()
    {
        using var world = await ModelsWorld.CreateAsync();
        await world.FlipAsync("heads/tiny-2/manifest.json");
        var run = await world.RunAsync("promote", "--why", "x");
        Assert.Equal(ExitCode.ModelRefused, run.ExitCode);
        Assert.StartsWith("WrongHash", run.Error);
    }

    [Fact]
    public async Task A_damaged_alias_is_told_and_not_overwritten()
    {
        using var world = await ModelsWorld.CreateAsync();
        await world.FlipAsync("aliases/champion.json", at: 0);
        var before = await world.ReadAsync("aliases/champion.json");
        Assert.Equal(ExitCode.StorageFailed, (await world.RunAsync("promote", "--why", "x")).ExitCode);
        Assert.Equal(before, await world.ReadAsync("aliases/champion.json"));
        Assert.Equal(ExitCode.ModelRefused, (await world.RunAsync("verify", "tiny-1")).ExitCode);
    }

    [Fact]
    public async Task Export_writes_a_file_that_agrees_with_the_scanner_on_given_images()
    {
        using var world = await ModelsWorld.CreateAsync();
        var samples = Path.Combine(Repository.Root, "samples");
        var file = Path.Combine(world.Data, "tiny.onnx");
        var run = await world.RunAsync("export", "tiny-2", "--out", file, "--images", samples, "--json");
        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.True(run.Json.GetProperty("compared").GetInt32() > 0);
        Assert.InRange(run.Json.GetProperty("largestLogitDifference").GetDouble(), 0, 1e-3);
        Assert.True(new FileInfo(file).Length > 1000);
    }

    [Fact]
    public async Task Export_without_an_image_to_compare_writes_nothing()
    {
        using var world = await ModelsWorld.CreateAsync();
        var file = Path.Combine(world.Data, "tiny.onnx");
        Assert.Equal(ExitCode.Usage, (await world.RunAsync("export", "--out", file, "--images", Path.Combine(world.Data, "package", "head.json"))).ExitCode);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task A_folder_without_an_installation_is_told()
    {
        var run = await Run.OfAsync("models", "list", "--data", Path.Combine(Path.GetTempPath(), "there-is-none"));
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("no installation", run.Error);
    }
}
