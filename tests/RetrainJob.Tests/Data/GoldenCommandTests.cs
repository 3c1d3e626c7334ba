using System.CommandLine;
using StayPositive.RetrainJob.Data;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Models;
using StayPositive.Storage.Review;

namespace StayPositive.RetrainJob.Tests.Data;

public sealed class GoldenCommandTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_draw_of_splits_goes_by_the_refits_settings()
    {
        using var world = new DataWorld();
        for (var n = 0; n < 40; n++)
            await world.LabelAsync(ContentHash.Of([(byte)n]), n % 2 == 0 ? Ruling.NoFindings : Ruling.AiGenerated);
        var settings = world.Path("settings.json");
        await File.WriteAllTextAsync(settings, """{ "shares": { "train": 0.05, "validation": 0.05, "calibration": 0 } }""", Cancellation);
        Assert.Equal(0, await RunAsync(world, GoldenCommand.Create(), "--settings", settings, "--count", "3"));
        var (known, _) = await new SplitLedger(world.Installation.Models).ReadAsync(Cancellation);
        Assert.Equal(40, known.Count);
        Assert.InRange(known.Values.Count(entry => entry.Split == DataSplit.Holdout), 28, 40); // 36 expected; 6 with the default shares
        Assert.Equal(6, (await new GoldenSet(world.Installation.Models).ReadAsync(Cancellation)).Count);
        Assert.Equal(RetrainExit.Overtaken, await RunAsync(world, GoldenCommand.Create(), "--count", "3"));
    }

    [Fact]
    public async Task A_member_that_could_not_judge_is_refused_because_the_set_is_frozen_for_ever()
    {
        using var world = new DataWorld();
        var (labelled, unknown) = (ContentHash.Of("a"u8), ContentHash.Of("b"u8));
        await world.LabelAsync(labelled, Ruling.NoFindings);
        await File.WriteAllLinesAsync(world.Path("members.txt"), [labelled.Hex, unknown.Hex], Cancellation);
        Assert.Equal(RetrainExit.Settings, await RunAsync(world, GoldenCommand.Create(), "--from", world.Path("members.txt")));
        Assert.Equal(RetrainExit.Settings, await RunAsync(world, GoldenCommand.Create(), "--from", world.Path("nowhere.txt")));
        Assert.Empty(await new GoldenSet(world.Installation.Models).ReadAsync(Cancellation));
    }

    [Fact]
    public async Task What_is_wrong_outside_the_job_is_an_exit_code_for_every_verb()
    {
        using var world = new DataWorld();
        await world.Installation.Aliases.MoveAsync(ModelAlias.Champion, null, new ModelTarget("gone-1", new string('a', 64)), "test", "points to nothing", Cancellation);
        Assert.Equal(RetrainExit.ModelRefused, await RunAsync(world, CompactCommand.Create()));
        await world.Installation.Models.WriteAsync(new Storage.Objects.ObjectKey("splits/000001.txt"), "no ledger\n"u8.ToArray(), Storage.Objects.WriteCondition.None, Cancellation);
        await world.LabelAsync(ContentHash.Of("a"u8), Ruling.NoFindings);
        Assert.Equal(RetrainExit.StorageFailed, await RunAsync(world, GoldenCommand.Create()));
        Assert.Equal(RetrainExit.Cancelled, await RunAsync(world, GoldenCommand.Create(), new CancellationToken(true)));
    }

    private static Task<int> RunAsync(DataWorld world, Command command, params string[] more) => RunAsync(world, command, Cancellation, more);

    private static async Task<int> RunAsync(DataWorld world, Command command, CancellationToken cancellation, params string[] more)
    {
        using var output = new StringWriter();
        return await command.Parse(["--data", world.Path(""), .. more]).InvokeAsync(new InvocationConfiguration { Output = output, Error = output, EnableDefaultExceptionHandler = false }, cancellation);
    }
}
