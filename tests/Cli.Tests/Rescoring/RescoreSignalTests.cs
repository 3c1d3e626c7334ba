using StayPositive.Cli.Tests.Models;
using StayPositive.Detector.Decoding;
using StayPositive.Detector.Models;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Keys;
using StayPositive.Storage.States;

namespace StayPositive.Cli.Tests.Rescoring;

/// <summary><c>rescore --apply</c> as a process that is told to stop.</summary>
public sealed class RescoreSignalTests
{
    private const int States = 600;
    private static readonly Scope Scope = new("uploads");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_rescoring_that_is_told_to_stop_exits_with_130_and_a_repeat_ends_as_if_it_had_not_been(string signal)
    {
        using var world = await ModelsWorld.CreateAsync();
        await UploadAsync(world);
        string[] rescore = ["rescore", "--apply", "--data", world.Data, "--json"];

        using var process = new CliProcess(rescore);
        var stopped = await process.InterruptAsync(signal, async () => await world.Installation.States.ListOpenAsync(Scope, Cancellation).CountAsync(Cancellation) > 20, Cancellation); // 16 at a time
        Assert.Equal(130, stopped.ExitCode);
        Assert.Contains("Cancelled; start it again to go on.", stopped.Error, StringComparison.Ordinal);
        Assert.InRange((await ReadAsync(world)).Count(state => state.Rescorings == 1), 1, States - 1);

        var again = await Run.OfAsync(rescore);
        Assert.Equal((ExitCode.Done, ""), (again.ExitCode, again.Error));
        Assert.Equal(States, again.Json.GetProperty("total").GetProperty("states").GetInt32());
        Assert.All(await ReadAsync(world), state => Assert.Equal((Decision.AiGenerated, ModelsWorld.First, 1, 2), (state.Decision, state.Model, state.Rescorings, state.Open.Count)));
    }

    /// <summary>Many uploads of one picture with texture, in which an older version had found nothing.</summary>
    private static async Task UploadAsync(ModelsWorld world)
    {
        var package = ModelPackage.Load(Path.Combine(world.Data, "package"));
        using var scanner = new ImageScanner(package);
        using var picture = RgbImage.FromPixels(48, 48, [.. Enumerable.Range(0, 48 * 48 * 3).Select(n => (byte)((n / 3 % 48 + n / 3 / 48) % 2 == 0 ? 150 : 110))]);
        var hash = ContentHash.Of(picture.Pixels);
        await world.Installation.Measurements.WriteAsync(Scope, hash, scanner.Scan(picture).Measurement!, Cancellation);
        await Parallel.ForAsync(0, States, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancellation }, async (n, token) => await world.Installation.States.CreateAsync(Scope, new UploadState
        {
            Upload = new UploadVersion("folder", "uploads", $"{n}.png", "\"1\""),
            Hash = hash.Hex,
            Code = "Scanned",
            Decision = Decision.NoFindings,
            Score = 0,
            Model = "older",
            ModelManifest = new string('0', 64),
            Policy = package.Policy.Version,
            ScannedAt = DateTimeOffset.UnixEpoch,
        }, token));
    }

    private static async Task<List<UploadState>> ReadAsync(ModelsWorld world)
    {
        var states = new List<UploadState>();
        await foreach (var key in world.Installation.States.ListAsync(Scope, null, Cancellation))
            states.Add((await world.Installation.States.ReadAsync(key, Cancellation))!);
        return states;
    }
}
