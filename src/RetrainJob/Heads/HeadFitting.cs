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
        var rows = train.ToRows();
        var settings = new RefitSettings { Seed = seed };
        return
        [
            Best("non-negative, zero bias", settings),
            Best("non-negative, free bias", settings with { Bias = BiasTreatment.Free }),
            Judge("non-negative, paper", settings with { Solver = SolverKind.Paper, L2 = double.NaN }),
            Best("unconstrained", settings with { NonNegative = false, Bias = BiasTreatment.Free }),
        ];

        FittedHead Best(string name, RefitSettings settings) => recipe.L2.Select(l2 => Judge(name, settings with { L2 = l2 })).MaxBy(head => head.Seen.Mean)!;

        FittedHead Judge(string name, RefitSettings settings)
        {
            var fit = HeadSolver.Solve(rows, settings, CancellationToken.None);
            return new FittedHead(name, settings.L2, fit, FitScores.Of(fit, seen), FitScores.Of(fit, heldOut));
        }
    }
}
