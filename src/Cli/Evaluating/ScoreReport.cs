using StayPositive.Detector.Evaluation;

namespace StayPositive.Cli.Evaluating;

/// <summary>Figures of one score of one head.</summary>
/// <param name="Head"><c>non-negative</c> (the model's) or <c>unconstrained</c>.</param>
/// <param name="Score"><c>image</c>, <c>window</c> (the largest) or <c>joint</c> (the verdict's rule as a number).</param>
/// <param name="Figures">The figures.</param>
internal sealed record ScoreReport(string Head, string Score, Figures Figures);
