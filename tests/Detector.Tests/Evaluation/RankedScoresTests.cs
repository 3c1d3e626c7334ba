using CsCheck;
using StayPositive.Detector.Evaluation;

namespace StayPositive.Detector.Tests.Evaluation;

public sealed class RankedScoresTests
{
    [Fact]
    public void Auc_is_the_share_of_pairs_in_the_right_order() =>
        RowGen.Rows.Sample(rows => Assert.Equal(BruteForce.Auc(rows), RankedScores.Of(rows).Auc(), 1e-12));

    [Fact]
    public void Average_precision_is_the_sum_over_thresholds_with_classes_of_equal_mass() =>
        RowGen.Rows.Sample(rows => Assert.Equal(BruteForce.AveragePrecision(rows), RankedScores.Of(rows).AveragePrecision(), 1e-12));

    [Fact]
    public void True_positive_rate_at_a_false_positive_rate_is_the_best_of_all_thresholds() =>
        Gen.Select(RowGen.Rows, Gen.Int[0, 100]).Sample((rows, percent) =>
            Assert.Equal(BruteForce.TruePositiveRateAt(rows, percent / 100.0), RankedScores.Of(rows).TruePositiveRateAt(percent / 100.0), 1e-12));

    [Fact]
    public void Rates_at_a_threshold_count_scores_above_it() =>
        Gen.Select(RowGen.Rows, Gen.Int[-13, 13]).Sample((rows, quarter) =>
        {
            var threshold = quarter / 4f;
            var ranked = RankedScores.Of(rows);
            Assert.Equal(rows.Where(row => !row.Generated).Average(row => row.Score > threshold ? 1.0 : 0), ranked.FalsePositiveRate(threshold), 1e-12);
            Assert.Equal(rows.Where(row => row.Generated).Average(row => row.Score > threshold ? 1.0 : 0), ranked.TruePositiveRate(threshold), 1e-12);
        });

    /// <summary>y = [0 0 1 1], s = [.1 .4 .35 .8]: the example of scikit-learn's documentation (AUC 0.75, AP 0.83), here with equal classes.</summary>
    [Fact]
    public void The_textbook_example_has_its_known_values()
    {
        ScoredRow[] rows = [new("a", false, 0.1f), new("b", false, 0.4f), new("c", true, 0.35f), new("d", true, 0.8f)];
        var ranked = RankedScores.Of(rows);
        Assert.Equal(0.75, ranked.Auc(), 1e-12);
        Assert.Equal(0.8333333333, ranked.AveragePrecision(), 1e-9);
        Assert.Equal(0.5, ranked.TruePositiveRateAt(0.01), 1e-12);
        Assert.Equal((0.01 + 0.16 + 0.4225 + 0.04) / 4, ranked.Brier(), 1e-6);
    }

    [Fact]
    public void Monotone_maps_of_the_scores_change_no_ranking_figure() =>
        RowGen.Rows.Sample(rows =>
        {
            var (before, after) = (RankedScores.Of(rows), RankedScores.Of(rows.Select(row => row with { Score = MathF.Exp(row.Score) * 3 - 1 }).ToArray()));
            Assert.Equal(before.Auc(), after.Auc(), 1e-12);
            Assert.Equal(before.AveragePrecision(), after.AveragePrecision(), 1e-12);
            Assert.Equal(before.TruePositiveRateAt(0.1), after.TruePositiveRateAt(0.1), 1e-12);
        });

    [Fact]
    public void Swapped_classes_give_one_minus_the_auc() =>
        RowGen.Rows.Sample(rows => Assert.Equal(
            1 - RankedScores.Of(rows).Auc(), RankedScores.Of(rows.Select(row => row with { Generated = !row.Generated }).ToArray()).Auc(), 1e-12));

    [Fact]
    public void A_class_repeated_ten_times_changes_no_figure() =>
        RowGen.Rows.Sample(rows =>
        {
            var more = rows.Concat(Enumerable.Repeat(rows.Where(row => !row.Generated), 9).SelectMany(row => row)).ToArray();
            Assert.Equal(RankedScores.Of(rows).AveragePrecision(), RankedScores.Of(more).AveragePrecision(), 1e-12);
            Assert.Equal(RankedScores.Of(rows).Auc(), RankedScores.Of(more).Auc(), 1e-12);
        });

    [Fact]
    public void A_source_drawn_twice_counts_as_its_rows_written_twice() =>
        Gen.Select(RowGen.Rows, Gen.Int[0, 3].Array[10]).Sample((rows, draw) =>
        {
            var index = SourceIndex.Of(rows);
            var counts = draw.Take(index.Count).ToArray();
            var written = rows.SelectMany(row => Enumerable.Repeat(row, counts[index[row.Source]])).ToArray();
            if (written.DistinctBy(row => row.Generated).Count() < 2) return;
            var (drawn, direct) = (RankedScores.Of(rows, index), RankedScores.Of(written));
            Assert.Equal(direct.Auc(), drawn.Auc(counts), 1e-12);
            Assert.Equal(direct.AveragePrecision(), drawn.AveragePrecision(counts), 1e-12);
            Assert.Equal(direct.TruePositiveRateAt(0.2), drawn.TruePositiveRateAt(0.2, counts), 1e-12);
            Assert.Equal(direct.FalsePositiveRate(0.5f), drawn.FalsePositiveRate(0.5f, counts), 1e-12);
        });

    [Fact]
    public void One_class_alone_has_no_ranking_figure()
    {
        var ranked = RankedScores.Of([new("a", true, 0.5f), new("b", true, 0.7f)]);
        Assert.True(double.IsNaN(ranked.Auc()));
        Assert.True(double.IsNaN(ranked.AveragePrecision()));
        Assert.True(double.IsNaN(ranked.TruePositiveRateAt(0.01)));
        Assert.True(double.IsNaN(ranked.FalsePositiveRate(0)));
        Assert.Equal(0.5, ranked.TruePositiveRate(0.6f));
    }

    [Fact]
    public void Scores_that_are_not_finite_or_not_probabilities_are_refused()
    {
        Assert.Throws<ArgumentException>(() => RankedScores.Of([new("a", true, float.NaN)]));
        Assert.Throws<InvalidOperationException>(() => RankedScores.Of([new("a", true, 1.5f)]).Brier());
        Assert.Throws<ArgumentException>(() => RankedScores.Of([new("a", true, 1)]).Auc([1, 1]));
    }
}
