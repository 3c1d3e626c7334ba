namespace StayPositive.RetrainJob.Heads;

/// <summary>Where a fit begins, for instance at the champion's head.</summary>
/// <param name="Weights">[C], on the unscaled features; negative ones are raised to zero where the fit is non-negative.</param>
/// <param name="Bias">Ignored where the bias is held at zero.</param>
internal sealed record HeadStart(float[] Weights, float Bias);
