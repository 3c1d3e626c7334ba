using StayPositive.Detector.Verdicts;

namespace StayPositive.Storage.States;

/// <summary>A reviewer's decision, as far as this upload has taken it in.</summary>
/// <param name="Number">Of the label, from 1.</param>
/// <param name="Decision">What holds instead of the scanner's decision; null after the content was re-opened.</param>
/// <param name="At">When it was taken in, UTC.</param>
public sealed record StateOverride(int Number, Decision? Decision, DateTimeOffset At);
