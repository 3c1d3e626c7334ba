namespace StayPositive.RetrainJob.Heads;

/// <summary>A fitted linear head on unscaled features, and how well the fit was solved.</summary>
/// <param name="Weights">[C].</param>
/// <param name="Bias">0 when it was held there.</param>
/// <param name="Objective">Value reached.</param>
/// <param name="KktResidual">max(||v - max(0, v - grad)||inf, |d/db|); for the unconstrained head max |grad|.</param>
/// <param name="Iterations">Newton steps, or epochs.</param>
internal sealed record HeadFit(float[] Weights, float Bias, double Objective, double KktResidual, int Iterations)
{
    public int NonZeros => Weights.Count(weight => weight != 0);
}
