using CsCheck;
using StayPositive.RetrainJob.Heads;
using StayPositive.RetrainJob.Training;

namespace StayPositive.RetrainJob.Tests.Heads;

public sealed class NewtonSolverTests
{
    [Fact]
    public void A_refit_head_never_holds_a_negative_weight_and_meets_the_optimality_conditions() =>
        Gen.Select(Gen.Int[0, 10000], Gen.Bool, Gen.Double[1e-5, 1e-1]).Sample((seed, freeBias, l2) =>
        {
            var fit = NewtonSolver.Solve(new FitProblem(Table(seed, 300, 12)), l2, nonNegative: true, freeBias);
            return fit.Weights.All(weight => weight >= 0) && fit.KktResidual <= 1e-6 && (freeBias || fit.Bias == 0);
        }, iter: 40, threads: 1);

    [Fact]
    public void No_other_non_negative_head_is_better()
    {
        var table = Table(5, 400, 8);
        var problem = new FitProblem(table);
        var fit = NewtonSolver.Solve(problem, 1e-3, nonNegative: true, freeBias: true);
        var scale = problem.Unscale(Enumerable.Repeat(1.0, 8).ToArray());
        var v = fit.Weights.Select((w, c) => (double)w / scale[c]).ToArray();
        var random = new Random(1);
        for (var n = 0; n < 200; n++)
        {
            var other = v.Select(x => Math.Max(0, x + (random.NextDouble() - 0.5) * 0.1)).ToArray();
            Assert.True(problem.Value(other, fit.Bias + (random.NextDouble() - 0.5) * 0.1, 1e-3) >= fit.Objective - 1e-9);
        }
    }

    [Fact]
    public void Scaled_features_give_the_same_logits()
    {
        var table = Table(7, 300, 6);
        var scaled = table with { Features = table.Features.Select((x, i) => x * (1 + i % 6)).ToArray() };
        var (one, other) = (Solve(table), Solve(scaled));
        for (var c = 0; c < 6; c++)
            Assert.Equal(one.Weights[c], other.Weights[c] * (1 + c), 1e-4f);
    }

    [Fact]
    public void The_order_of_the_rows_is_irrelevant()
    {
        var table = Table(9, 200, 6);
        var order = Enumerable.Range(0, 200).Reverse().ToArray();
        var turned = new FeatureTable(6, order.SelectMany(i => table.Row(i).ToArray()).ToArray(), order.Select(i => table.Kinds[i]).ToArray(), order.Select(i => table.Families[i]).ToArray());
        Assert.Equal(Solve(table).Objective, Solve(turned).Objective, 1e-9);
    }

    [Fact]
    public void One_class_only_is_refused()
    {
        var table = Table(1, 50, 4);
        Assert.Throws<ArgumentException>(() => new FitProblem(table with { Kinds = Enumerable.Repeat(RowKind.Real, 50).ToArray() }));
    }

    [Fact]
    public void A_feature_that_is_no_number_is_refused()
    {
        var table = Table(1, 50, 4);
        table.Features[7] = float.NaN;
        Assert.Throws<ArgumentException>(() => new FitProblem(table));
    }

    [Fact]
    public void Without_regularisation_there_may_be_no_optimum() => Assert.Throws<ArgumentOutOfRangeException>(() => NewtonSolver.Solve(new FitProblem(Table(1, 50, 4)), 0, true, true));

    [Fact]
    public void The_papers_recipe_holds_no_negative_weight_either() => Assert.All(PaperSolver.Solve(Table(3, 300, 8), seed: 1).Weights, weight => Assert.True(weight >= 0));

    private static HeadFit Solve(FeatureTable table) => NewtonSolver.Solve(new FitProblem(table), 1e-3, nonNegative: true, freeBias: true);

    /// <summary>Sparse non-negative features; the even ones are stronger in generated rows, the odd ones in real rows.</summary>
    private static FeatureTable Table(int seed, int rows, int channels)
    {
        var random = new Random(seed);
        var kinds = Enumerable.Range(0, rows).Select(i => i % 2 == 0 ? RowKind.Real : RowKind.Fake).ToArray();
        var features = new float[rows * channels];
        for (var i = 0; i < features.Length; i++)
        {
            var shift = (kinds[i / channels] == RowKind.Fake) == (i % channels % 2 == 0) ? 0.4 : 0;
            features[i] = (float)Math.Max(0, random.NextDouble() * 2 - 1 + shift);
        }

        return new FeatureTable(channels, features, kinds, kinds.Select(kind => kind.ToString()).ToArray());
    }
}
