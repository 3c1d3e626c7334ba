using StayPositive.Detector.Verdicts;

namespace StayPositive.Storage.States;

/// <summary>The challenger's opinion when the content was scanned. It decides nothing, and no message tells it.</summary>
/// <param name="Model">Its version.</param>
/// <param name="Decision">What it would decide, as far as the windows that were measured tell.</param>
/// <param name="Score">Its logit of the whole image.</param>
public sealed record StateShadow(string Model, Decision Decision, float Score);
