using System.Diagnostics;
using System.Globalization;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;
using StayPositive.Storage.Models;
using StayPositive.Storage.States;
using StayPositive.Tests;

namespace StayPositive.EndToEnd.Tests;

/// <summary>New model versions under load: no scan fails, and each state names a version that was published. STAYPOSITIVE_VERSIONS sets how many (30).</summary>
public sealed class ModelChangeTests
{
    private const int UploadsPerVersion = 4;
    private static readonly int Versions = int.Parse(Environment.GetEnvironmentVariable("STAYPOSITIVE_VERSIONS") ?? "30", CultureInfo.InvariantCulture);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Versions_published_while_uploads_arrive_fail_no_scan()
    {
        using var data = new DataFolder();
        await using var app = AppProcess.OnFolder(data.Path, ("Models__MaxAgeSeconds", "1"));
        await app.AnswersAsync("/api/ready", Cancellation);
        var (aliases, releases) = (new AliasStore(data.Models, TimeProvider.System), new ReleaseStore(data.Models, ManifestSignatures.NotAsked));
        var package = ModelPackage.Load(Path.Combine(Repository.Root, "models", "starter"));
        var moves = new List<AliasDocument>();
        var published = new Dictionary<string, ModelTarget> { [package.Version.Value] = (await aliases.ReadAsync(ModelAlias.Champion, Cancellation))!.Target };
        var memory = new List<double>();
        for (var version = 1; version <= Versions; version++)
        {
            var next = package with { Head = new NonNegativeHead(new ModelVersion($"starter-{version}"), package.Head.Weights, package.Head.Bias) };
            var target = await releases.PublishAsync(next, signer: null, Cancellation);
            moves.Add((await aliases.MoveAsync(ModelAlias.Champion, await aliases.ReadAsync(ModelAlias.Champion, Cancellation), target, "test", "another version", Cancellation))!);
            published.Add(target.Version, target);
            for (var n = 0; n < UploadsPerVersion; n++)
            {
                data.Upload($"{version:D2}-{n}.bmp", TinyImage.Bmp(version * UploadsPerVersion + n));
                await Task.Delay(200, Cancellation);
            }

            memory.Add(app.ResidentMegabytes);
        }

        // The last version serves at last: an upload that comes now is judged by it.
        await Task.Delay(TimeSpan.FromSeconds(1.5), Cancellation);
        data.Upload("last.bmp", TinyImage.Bmp(0));
        var states = await StatesAsync(data, Versions * UploadsPerVersion + 1, app);

        Assert.All(states, state => Assert.Equal(("Scanned", published[state.Model!].Manifest), (state.Code, state.ModelManifest)));
        Assert.Equal($"starter-{Versions}", Assert.Single(states, state => state.Upload.Blob == "last.bmp").Model);
        Assert.DoesNotContain(app.Log.Split('\n'), line => line.StartsWith("fail", StringComparison.Ordinal) || line.StartsWith("crit", StringComparison.Ordinal));
        var stalest = states.Max(state => (state.ScannedAt - (moves.FirstOrDefault(move => move.Previous!.Version == state.Model)?.At ?? state.ScannedAt)).TotalSeconds);
        var figures = $"{Versions} versions, {states.Count} states of {states.Select(state => state.Model).Distinct().Count()} versions; at most {stalest:F1} s after its successor's move; resident MB after versions 1, 10, 20, {Versions}: "
            + string.Join(", ", new[] { 0, 9, 19, Versions - 1 }.Select(at => memory[at].ToString("F0", CultureInfo.InvariantCulture)));
        TestContext.Current.TestOutputHelper!.WriteLine(figures);
        TestContext.Current.SendDiagnosticMessage("{0}", figures);
        Assert.All(states, state => Assert.True(moves.All(move => move.Target.Version != state.Model || move.At <= state.ScannedAt)));
        Assert.InRange(stalest, 0, 1 + 5); // the look at the alias may be a second old; the rest is the scan, on a busy machine
        Assert.InRange(memory[^1], 0, memory[9] + 60); // a version that leaks its session would cost more with each
        Assert.InRange(states.Select(state => state.Model).Distinct().Count(), Versions / 3, Versions + 1);
    }

    private static async Task<IReadOnlyList<UploadState>> StatesAsync(DataFolder data, int expected, AppProcess app)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(200, Cancellation))
        {
            var states = new List<UploadState>();
            foreach (var upload in await data.CurrentAsync(Cancellation))
                if (await data.StateAsync(upload, Cancellation) is { } state)
                    states.Add(state);
            if (states.Count == expected)
                return states;
            Assert.True(watch.Elapsed < Patience, $"{states.Count} of {expected} states\n{app.Log}");
        }
    }
}
