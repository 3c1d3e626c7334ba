namespace StayPositive.RetrainJob.Heads;

/// <summary>A fitted linear head on unscaled features, and how well the fit was solved.</summary>
/// <param name="Weights">[C].</param>
/// <param name="Bias">0 when it was held there.</param>
/// <param name="Objective">Value reached, of these very float32 weights.</param>
/// <param name="KktResidual">
/// max(||v - max(0, v - grad)||inf, |d/db|) at these very float32 weights, in the scaled variables v = w x rms; for the unconstrained head max |grad|. NaN for the paper's recipe.
/// </param>
/// <param name="Iterations">Steps over all rows, or epochs.</param>
/// <param name="Converged">The residual is within the tolerance, or the paper's schedule has come to its end.</param>
internal sealed record HeadFit(float[] Weights, float Bias, double Objective, double KktResidual, int Iterations, bool Converged)
{
    /// <summary>Number of weights that are not zero.</summary>
    public int NonZeros => Weights.Count(weight => weight != 0);
}
