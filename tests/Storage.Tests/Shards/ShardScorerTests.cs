using CsCheck;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Measurements;
using StayPositive.Storage.Shards;
using StayPositive.Storage.Tests.Measurements;

namespace StayPositive.Storage.Tests.Shards;

public sealed class ShardScorerTests
{
    [Fact]
    public void Rows_of_different_scales_each_have_their_own() => Gen.Int[0, 1000].Sample(seed =>
    {
        var random = new Random(seed);
        var head = new NonNegativeHead(new ModelVersion("new"), [0.5f, 1, 0.25f, 0.125f, 2], -0.5f);
        var builder = new ShardBuilder(head.Channels);
        var images = Enumerable.Range(0, 30).Select(n => new FeatureVector([.. Enumerable.Range(0, 5).Select(_ => random.NextSingle() * (random.Next(3) > 0 ? 1 : 1e6f))])).ToArray();
        foreach (var (features, n) in images.Select((features, n) => (features, n)))
            builder.Add(ContentHash.Of([(byte)n]), new Measurement(MeasurementGen.Backbone, 1, null, 96, 96, features, [new HeadMeasurement(head.Version, 0, [], 0)], true));
        var shard = new Shard("s", builder.Finish(ContentHash.Parse(MeasurementGen.Backbone), 1), head.Channels);
        Assert.True(shard.Scale.ToArray().Distinct().Count() > 1);
        foreach (var (logit, features) in ShardScorer.Logits(shard, head).Zip(images))
            Assert.Equal(head.Logit(features), logit, 1e-3 * Math.Abs(head.Logit(features)) + 1e-3);
    }, iter: 30);

    [Fact]
    public void Logits_and_decisions_are_those_of_the_measurements() => Gen.Select(MeasurementGen.Any, Gen.Float[0, 1].Array[12]).Sample((measurement, weights) =>
    {
        var channels = measurement.Features.Channels;
        var head = new NonNegativeHead(new ModelVersion("new"), weights.AsSpan(0, channels), -0.5f);
        var builder = new ShardBuilder(channels);
        builder.Add(ContentHash.Of("x"u8), measurement);
        var shard = new Shard("s", builder.Finish(ContentHash.Parse(MeasurementGen.Backbone), 1), channels);

        var logits = ShardScorer.Logits(shard, head);
        FeatureVector[] rows = [measurement.Features, .. measurement.Heads.SelectMany(one => one.BestWindows).Select(window => window.Features)];
        var scale = HalfRows.Write(rows).Scale;
        for (var n = 0; n < rows.Length; n++)
        {
            var (exact, sum) = (-0.5, 0.0);
            for (var c = 0; c < channels; c++)
                (exact, sum) = (exact + (double)rows[n].Values[c] * weights[c], sum + Math.Max(rows[n].Values[c] / 2048.0, scale / 33554432.0) * weights[c]);
            Assert.InRange(logits[n], exact - sum - 1e-5 * Math.Abs(exact), exact + sum + 1e-5 * Math.Abs(exact));
        }

        var middle = logits.Order().ElementAt(logits.Length / 2);
        var expected = logits[0] > middle ? Decision.AiGenerated : logits.Skip(1).Any(logit => logit > middle) ? Decision.Inpainted : logits[0] > middle - 1 || logits.Skip(1).Any(logit => logit > middle - 1) ? Decision.Uncertain : Decision.NoFindings;
        var package = Models.TinyModel.Package("tiny") with
        {
            Head = head,
            Calibration = new Calibration([new SizeBin(0, 1e9, [Set(0.01, middle), Set(0.05, middle - 1)])], 1, 0),
        };
        Assert.Equal(new Dictionary<Decision, int> { [expected] = 1 }, ShardScorer.Decisions(shard, package));
    });

    private static ThresholdSet Set(double rate, float threshold) => new(rate, threshold, new Dictionary<int, float> { [64] = threshold, [128] = threshold, [256] = threshold }, 400, 1, true);
}
