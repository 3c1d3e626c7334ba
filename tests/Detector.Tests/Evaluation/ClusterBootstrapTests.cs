using System.Diagnostics;
using CsCheck;
using StayPositive.Detector.Evaluation;

namespace StayPositive.Detector.Tests.Evaluation;

public sealed class ClusterBootstrapTests(ITestOutputHelper output)
{
    [Fact]
    public void The_interval_contains_the_estimate_and_is_the_same_for_the_same_seed_in_any_order_of_rows() =>
        Gen.Select(RowGen.Rows, Gen.Int[1, 1000]).Sample((rows, seed) =>
        {
            var interval = IntervalOfAuc(rows, seed);
            Assert.Equal(RankedScores.Of(rows).Auc(), interval.Estimate, 1e-12);
            Assert.Equal(interval, IntervalOfAuc(rows, seed));
            Assert.Equal(interval, IntervalOfAuc(rows.Reverse().ToArray(), seed));
            if (interval.IsBounded) Assert.InRange(interval.Estimate, interval.Low, interval.High);
        }, iter: 50);

    [Fact]
    public void The_interval_of_a_mean_has_the_width_that_theory_gives()
    {
        var random = new Random(7);
        var values = Enumerable.Range(0, 400).Select(_ => random.NextDouble()).ToArray();
        var index = SourceIndex.Of(Enumerable.Range(0, 400).Select(i => i.ToString("D3")));
        var interval = new ClusterBootstrap(index, 4000).Of(counts =>
        {
            var sum = 0.0;
            for (var i = 0; i < values.Length; i++) sum += counts[i] * values[i];
            return sum / values.Length;
        });
        // Uniform on 0..1: standard error 1 / sqrt(12 n), 95% = 3.92 of them.
        Assert.InRange((interval.High - interval.Low) / (3.92 / Math.Sqrt(12 * 400)), 0.9, 1.1);
    }

    [Fact]
    public void Copies_of_a_source_do_not_narrow_the_interval()
    {
        var random = new Random(3);
        var rows = Enumerable.Range(0, 60).Select(i => new ScoredRow($"{i:D2}", i % 2 == 0, (float)(random.NextDouble() + (i % 2 == 0 ? 0.3 : 0)))).ToArray();
        var once = IntervalOfAuc(rows, 1);
        var tenTimes = IntervalOfAuc(Enumerable.Repeat(rows, 10).SelectMany(row => row).ToArray(), 1);
        Assert.Equal(once.Low, tenTimes.Low, 1e-9);
        Assert.Equal(once.High, tenTimes.High, 1e-9);
        Assert.True(once.High - once.Low > 0.05);
    }

    [Fact]
    public void A_difference_of_equal_detectors_is_exactly_zero_because_draws_are_paired()
    {
        var random = new Random(5);
        var rows = Enumerable.Range(0, 80).Select(i => new ScoredRow($"{i / 2}", i % 2 == 0, (float)random.NextDouble())).ToArray();
        var index = SourceIndex.Of(rows);
        var (a, b) = (RankedScores.Of(rows, index), RankedScores.Of(rows.Select(row => row with { Score = row.Score * 2 }).ToArray(), index));
        var bootstrap = new ClusterBootstrap(index, 200);
        Assert.Equal(new Interval(0, 0, 0), bootstrap.Of(counts => a.Auc(counts) - b.Auc(counts)));
        Assert.True(bootstrap.Of(a.Auc).High - bootstrap.Of(a.Auc).Low > 0.1);
    }

    [Fact]
    public void One_source_or_one_class_has_no_interval()
    {
        Assert.False(IntervalOfAuc([new("a", true, 1), new("a", false, 0)], 1).IsBounded);
        var oneClass = IntervalOfAuc([new("a", true, 1), new("b", true, 0)], 1);
        Assert.False(oneClass.IsBounded);
        Assert.True(double.IsNaN(oneClass.Estimate));
    }

    [Fact]
    public void A_thousand_resamples_of_a_thousand_rows_take_less_than_a_second()
    {
        var random = new Random(11);
        var rows = Enumerable.Range(0, 1000).Select(i => new ScoredRow($"{i}", i % 2 == 0, (float)random.NextDouble())).ToArray();
        var index = SourceIndex.Of(rows);
        var (ranked, bootstrap) = (RankedScores.Of(rows, index), new ClusterBootstrap(index, 1000));
        var clock = Stopwatch.StartNew();
        bootstrap.Of(ranked.Auc);
        output.WriteLine($"1000 resamples of 1000 rows: {clock.ElapsedMilliseconds} ms");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(1), $"took {clock.Elapsed}");
    }

    private static Interval IntervalOfAuc(IReadOnlyCollection<ScoredRow> rows, int seed)
    {
        var index = SourceIndex.Of(rows);
        return new ClusterBootstrap(index, 200, seed).Of(RankedScores.Of(rows, index).Auc);
    }
}
