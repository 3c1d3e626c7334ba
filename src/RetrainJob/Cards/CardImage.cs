using StayPositive.Detector.Evaluation;
using StayPositive.Detector.Verdicts;

namespace StayPositive.RetrainJob.Cards;

/// <summary>One scored image of the card.</summary>
/// <param name="Source">Source photo.</param>
/// <param name="Generated">The truth.</param>
/// <param name="Decision">The model's verdict.</param>
/// <param name="NonNegative">Scores of the model's head.</param>
/// <param name="Unconstrained">Scores of the unconstrained head on the same features.</param>
internal sealed record CardImage(string Source, bool Generated, Decision Decision, HeadScores NonNegative, HeadScores Unconstrained);
