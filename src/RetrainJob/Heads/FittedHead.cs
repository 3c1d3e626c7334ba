namespace StayPositive.RetrainJob.Heads;

/// <summary>A head with the settings that gave it and what it scores on the validation photos.</summary>
/// <param name="Name">Constraint and bias, as printed.</param>
/// <param name="L2">Chosen regularisation; NaN for the paper's recipe, which has none.</param>
/// <param name="Fit">The head.</param>
/// <param name="Seen">On re-renderings by the families that trained.</param>
/// <param name="HeldOut">On re-renderings by the held-out family.</param>
internal sealed record FittedHead(string Name, double L2, HeadFit Fit, FitScores Seen, FitScores HeldOut);
