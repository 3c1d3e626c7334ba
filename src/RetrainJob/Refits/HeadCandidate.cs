using StayPositive.RetrainJob.Heads;
using StayPositive.RetrainJob.Reports;

namespace StayPositive.RetrainJob.Refits;

/// <summary>A fitted head with the regularisation that the validation split chose.</summary>
/// <param name="Name">Constraint and bias.</param>
/// <param name="NonNegative">False for the baseline.</param>
/// <param name="Fit">The head.</param>
/// <param name="L2">Chosen.</param>
/// <param name="ByL2">Mean AUC over the validation slices by strength.</param>
/// <param name="Validation">Mean AUC over the validation slices.</param>
/// <param name="WorstSlice">The lowest of them.</param>
internal sealed record HeadCandidate(string Name, bool NonNegative, HeadFit Fit, double L2, IReadOnlyDictionary<string, double> ByL2, double Validation, double WorstSlice)
{
    /// <summary>As a report shows it.</summary>
    public FitReport ToReport(bool chosen) =>
        new(Name, chosen, L2, ByL2, Validation, WorstSlice, Fit.Objective, Fit.KktResidual, Fit.Iterations, Fit.Converged, Fit.NonZeros);
}
