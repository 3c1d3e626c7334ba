namespace StayPositive.Detector.Evaluation;

/// <summary>One judged image.</summary>
/// <param name="Source">Id of the source photo. An image and everything made from it share it, so the bootstrap moves them together.</param>
/// <param name="Generated">The truth: generated or edited (positive class), or a real photo.</param>
/// <param name="Score">The detector's score, higher = more generated. Finite.</param>
public sealed record ScoredRow(string Source, bool Generated, float Score);
