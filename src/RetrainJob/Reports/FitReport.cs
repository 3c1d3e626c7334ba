namespace StayPositive.RetrainJob.Reports;

/// <summary>One fitted head: how it was fitted, and how it was chosen.</summary>
/// <param name="Name">As printed: constraint and bias.</param>
/// <param name="Chosen">True for the candidate.</param>
/// <param name="L2">Chosen regularisation.</param>
/// <param name="ValidationByL2">Mean AUC over the validation slices, by strength.</param>
/// <param name="Validation">Mean AUC over the validation slices.</param>
/// <param name="WorstSlice">Lowest AUC of a validation slice.</param>
/// <param name="Objective">Value reached.</param>
/// <param name="KktResidual">Certificate: 0 is the optimum.</param>
/// <param name="Iterations">Of the solver.</param>
/// <param name="Converged">Within the tolerance.</param>
/// <param name="NonZeros">Weights that are not 0.</param>
internal sealed record FitReport(
    string Name, bool Chosen, double L2, IReadOnlyDictionary<string, double> ValidationByL2, double Validation, double WorstSlice, double Objective, double KktResidual,
    int Iterations, bool Converged, int NonZeros);
