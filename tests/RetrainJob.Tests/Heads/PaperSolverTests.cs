using StayPositive.RetrainJob.Heads;

namespace StayPositive.RetrainJob.Tests.Heads;

public sealed class PaperSolverTests
{
    private static readonly RefitSettings Paper = new() { Solver = SolverKind.Paper };

    [Fact]
    public void The_papers_recipe_holds_no_negative_weight_either()
    {
        var fit = HeadSolverTests.Solve(SyntheticRows.Make(3, 300, 8).ToRows(), Paper);
        Assert.All(fit.Weights, weight => Assert.True(weight >= 0));
        Assert.InRange(fit.Objective, 0, Math.Log(2));
        Assert.True(double.IsNaN(fit.KktResidual));
    }

    [Fact]
    public void It_is_never_better_than_the_optimum_of_the_same_loss()
    {
        var rows = SyntheticRows.Make(3, 300, 8).ToRows();
        var optimum = HeadSolverTests.Solve(rows, new RefitSettings { L2 = 0, Bias = BiasTreatment.Free });
        Assert.True(HeadSolverTests.Solve(rows, Paper).Objective >= optimum.Objective - 1e-9);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits()
    {
        var rows = SyntheticRows.Make(3, 600, 8).ToHalfRows();
        Assert.Equal(HeadSolverTests.Solve(rows, Paper).Weights, HeadSolverTests.Solve(rows, Paper).Weights);
        Assert.NotEqual(HeadSolverTests.Solve(rows, Paper).Weights, HeadSolverTests.Solve(rows, Paper with { Seed = 2 }).Weights);
    }
}
