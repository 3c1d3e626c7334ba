using CsCheck;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Keys;

namespace StayPositive.Storage.Tests.Rescoring;

/// <summary>What rejudging calls certain is what a scan with the other head finds, for random pictures, heads and thresholds.</summary>
public sealed class RejudgeLawTests
{
    [Fact]
    public async Task What_is_certain_is_what_a_scan_finds()
    {
        using var world = new RescoreWorld();
        var counts = new SortedDictionary<RejudgeAction, int>();
        var weights = Gen.Float[0, 1].Array[3];
        await Gen.Select(weights, weights, Gen.Float[0.05f, 0.9f], Gen.Int[1, 1000], Gen.Int[0, 15]).SampleAsync(async input =>
        {
            var (before, after, threshold, seed, kind) = input;
            var side = (new[] { 64, 96, 200, 320 })[kind % 4];
            int[] sizes = kind / 4 == 0 ? [64] : kind / 4 == 1 ? [] : [64, 128, 256]; // what the old version's policy had looked for
            var random = new Random(seed);
            using var image = RescoreWorld.Picture(side, Colour(random), random.Next(side), Colour(random));
            var old = RescoreWorld.Package("old", before, 0.5f, 0.4f, new Policy { WindowSizes = sizes });
            var young = RescoreWorld.Package("young", after, threshold, threshold * 0.9f);
            using var first = new ImageScanner(old);
            using var second = new ImageScanner(young);
            var hash = ContentHash.Of(System.Text.Encoding.UTF8.GetBytes($"{seed} {kind} {string.Join(' ', before)} {string.Join(' ', after)} {threshold}"));
            await world.Installation.Measurements.WriteAsync(world.Scope, hash, first.Scan(image).Measurement!, default);
            var stored = await world.Installation.Measurements.ReadAsync(world.Scope, hash, ContentHash.Parse(old.Backbone.Sha256), Measurement.CurrentEngineVersion, default);
            var scanned = second.Scan(image).Verdict;
            foreach (var current in Enum.GetValues<Decision>().Where(decision => decision != Decision.NotScanned))
            {
                var judged = Rejudge.Of(stored!, young, current);
                lock (counts)
                    counts[judged.Action] = counts.GetValueOrDefault(judged.Action) + 1;
                Assert.InRange(judged.Logit, scanned.Logit - 2e-3f, scanned.Logit + 2e-3f);
                if (judged.Action == RejudgeAction.Change)
                    Assert.Equal(scanned.Decision, judged.Decision);
                if (judged.Action == RejudgeAction.ChangeWithoutRegion)
                    Assert.True(judged.Decision == scanned.Decision || (judged.Decision == Decision.AiGenerated && scanned.Decision == Decision.Inpainted), $"{judged.Decision}, scanned {scanned.Decision}");
            }
        }, iter: 150, threads: 1);
        TestContext.Current.SendDiagnosticMessage("{0}", string.Join(", ", counts.Select(pair => $"{pair.Key} {pair.Value}")));
        Assert.Superset(new HashSet<RejudgeAction>([RejudgeAction.Keep, RejudgeAction.Change, RejudgeAction.ChangeWithoutRegion, RejudgeAction.StaleRegion]), counts.Keys.ToHashSet());
    }

    [Fact]
    public async Task The_rounding_of_an_image_grows_with_the_largest_feature_of_its_windows()
    {
        using var world = new RescoreWorld();
        var package = RescoreWorld.Package("young", [1000, 0, 0], 0.1f, 0.05f);
        var window = new EvidenceWindow(0, 0, 32, 32, 32, 1, new FeatureVector([0, 2e9f, 0])); // of another policy; all features are divided by 2^15 for it
        var measurement = new Measurement(package.Backbone.Sha256, Measurement.CurrentEngineVersion, null, 40, 40, new FeatureVector([3e-4f, 1, 0]), [new HeadMeasurement(new("old"), 1, [window], 1)], true);
        var hash = ContentHash.Of("large"u8);
        await world.Installation.Measurements.WriteAsync(world.Scope, hash, measurement, TestContext.Current.CancellationToken);
        var stored = (await world.Installation.Measurements.ReadAsync(world.Scope, hash, ContentHash.Parse(package.Backbone.Sha256), Measurement.CurrentEngineVersion, TestContext.Current.CancellationToken))!;
        Assert.Equal(0, stored.Features.Values[0]); // so that the logit is 0 instead of 0.3
        Assert.Equal(RejudgeAction.TooNear, Rejudge.Of(stored, package, Decision.AiGenerated).Action);
    }

    [Fact]
    public void A_measurement_of_another_backbone_is_refused()
    {
        var package = RescoreWorld.Package("old", [1, 1, 1], 0.5f, 0.4f);
        var measurement = new Measurement(new string('0', 64), 1, null, 8, 8, new FeatureVector([0, 0, 0]), [], true);
        Assert.Throws<ArgumentException>(() => Rejudge.Of(measurement, package, Decision.NoFindings));
    }

    private static (byte, byte, byte) Colour(Random random) => ((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256));
}
