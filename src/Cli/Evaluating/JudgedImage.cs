using StayPositive.Detector.Evaluation;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Cli.Evaluating;

/// <summary>One image under one re-encoding, judged.</summary>
/// <param name="Source">Id of the source photo.</param>
/// <param name="Generated">The truth.</param>
/// <param name="Decision">The model's verdict.</param>
/// <param name="NonNegative">Scores of the model's head.</param>
/// <param name="Unconstrained">Scores of the unconstrained head on the same features, if the package has one.</param>
internal sealed record JudgedImage(string Source, bool Generated, Decision Decision, HeadScores NonNegative, HeadScores? Unconstrained);
