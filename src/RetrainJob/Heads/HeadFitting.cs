using StayPositive.RetrainJob.Recipes;

namespace StayPositive.RetrainJob.Heads;

/// <summary>
/// Fits the non-negative head with each treatment of the bias, and the unconstrained head, on the same rows. The L2 strength is chosen on the
/// validation photos as re-rendered by the seen families; the held-out family is reported.
/// </summary>
internal static class HeadFitting
{
    public static IReadOnlyList<FittedHead> All(FeatureTable train, FeatureTable seen, FeatureTable heldOut, HeadRecipe recipe, int seed)
    {
        var problem = new FitProblem(train);
        return
        [
            Best("non-negative, zero bias", l2 => NewtonSolver.Solve(problem, l2, nonNegative: true, freeBias: false)),
            Best("non-negative, free bias", l2 => NewtonSolver.Solve(problem, l2, nonNegative: true, freeBias: true)),
            Judge("non-negative, paper", double.NaN, PaperSolver.Solve(train, seed)),
            Best("unconstrained", l2 => NewtonSolver.Solve(problem, l2, nonNegative: false, freeBias: true)),
        ];

        FittedHead Best(string name, Func<double, HeadFit> solve) =>
            recipe.L2.Select(l2 => Judge(name, l2, solve(l2))).MaxBy(head => head.Seen.Mean)!;

        FittedHead Judge(string name, double l2, HeadFit fit) => new(name, l2, fit, FitScores.Of(fit, seen), FitScores.Of(fit, heldOut));
    }
}
