using System.Globalization;
using StayPositive.Detector.Evaluation;
using StayPositive.RetrainJob.Data;
using StayPositive.RetrainJob.Gates;
using StayPositive.RetrainJob.Heads;

namespace StayPositive.RetrainJob.Refits;

/// <summary>
/// Fits the non-negative head with the bias at zero and free, and the unconstrained baseline, each by every strength of regularisation, and chooses by the mean AUC over the slices of the validation split:
/// the gates' slices, on rows that the gates do not see.
/// </summary>
internal static class HeadChoice
{
    /// <summary>Name of the baseline.</summary>
    public const string Unconstrained = "unconstrained";

    /// <summary>Fits all.</summary>
    /// <param name="dataset">Rows and features.</param>
    /// <param name="rows">The training rows, as the solver reads them.</param>
    /// <param name="start">The champion's head: where the first fit begins.</param>
    /// <param name="settings">Strengths and seed.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="RefitRefusedException">The rows have no optimum.</exception>
    /// <exception cref="NotEnoughDataException">The validation split cannot choose.</exception>
    public static IReadOnlyList<HeadCandidate> Fit(Dataset dataset, IFeatureRows rows, HeadStart start, FitSettings settings, CancellationToken cancellation)
    {
        var validation = ValidationSlices(dataset, settings.MinValidationRows);
        var solver = new RefitSettings { Seed = settings.Seed };
        return
        [
            Best("non-negative, zero bias", solver),
            Best("non-negative, free bias", solver with { Bias = BiasTreatment.Free }),
            Best(Unconstrained, solver with { Bias = BiasTreatment.Free, NonNegative = false }),
        ];

        HeadCandidate Best(string name, RefitSettings how)
        {
            var from = start;
            var tried = new List<(double L2, HeadFit Fit, double Mean, double Worst)>();
            foreach (var l2 in settings.L2.OrderDescending()) // the next weaker one begins where the stronger one ended
            {
                var fit = HeadSolver.Solve(rows, how with { L2 = l2, Start = from }, cancellation);
                from = new HeadStart(fit.Weights, fit.Bias);
                var aucs = validation.Select(slice => Auc(dataset, slice, fit)).ToArray();
                tried.Add((l2, fit, aucs.Average(), aucs.Min()));
            }

            var best = tried.OrderByDescending(one => one.Fit.Converged).ThenByDescending(one => one.Mean).First(); // the strongest of equals
            var byL2 = tried.OrderBy(one => one.L2).ToDictionary(one => one.L2.ToString("R", CultureInfo.InvariantCulture), one => one.Mean);
            return new HeadCandidate(name, how.NonNegative, best.Fit, best.L2, byL2, best.Mean, best.Worst);
        }
    }

    /// <summary>The non-negative head with the highest figure: the bias at zero or free. What has no certificate is no optimum, and is not chosen.</summary>
    /// <exception cref="NotEnoughDataException">No fit has converged.</exception>
    public static HeadCandidate Choose(IReadOnlyList<HeadCandidate> candidates) =>
        candidates.Where(candidate => candidate.NonNegative && candidate.Fit.Converged).MaxBy(candidate => candidate.Validation)
        ?? throw new NotEnoughDataException($"No non-negative fit has converged: the smallest KKT residual is {candidates.Where(candidate => candidate.NonNegative).Min(candidate => candidate.Fit.KktResidual):E1}. Stronger regularisation (fit.l2) may help.");

    private static double Auc(Dataset dataset, IReadOnlyList<LabelledRow> rows, HeadFit fit)
    {
        var head = new LinearHead("", fit.Weights, 0);
        var features = new float[dataset.Channels];
        return RankedScores.Of([.. rows.Select(row => new ScoredRow(row.Group, row.Generated, Logit(row)))]).Auc();

        float Logit(LabelledRow row)
        {
            dataset.Features.Read(row.Feature, features);
            return head.Logit(features);
        }
    }

    private static List<IReadOnlyList<LabelledRow>> ValidationSlices(Dataset dataset, int least)
    {
        // The whole image of an inpainting would ask its mean to tell what only a part shows: its two sides are rows of their own.
        var rows = dataset.Rows.Where(row => row.Split == DataSplit.Validation && row.Weight > 0).ToArray();
        var byName = new Dictionary<string, LabelledRow>();
        var neutral = new RowScore(0, 0, 0.5);
        var gateRows = rows.Select((row, n) =>
        {
            byName[$"{n}"] = row;
            return new GateRow($"{n}", row.Group, row.Generated, row.Facts, null, false, neutral, neutral, neutral);
        }).ToArray();
        var slices = Slice.All(gateRows)
            .Where(slice => Math.Min(slice.Rows.Count(row => row.Generated), slice.Rows.Count(row => !row.Generated)) >= least)
            .Select(slice => (IReadOnlyList<LabelledRow>)[.. slice.Rows.Select(row => byName[row.Name])])
            .ToList();
        return slices.Count > 0
            ? slices
            : throw new NotEnoughDataException($"The validation split has {rows.Count(row => !row.Generated)} rows of photos and {rows.Count(row => row.Generated)} generated ones; {least} of each are needed to choose the regularisation.");
    }
}
