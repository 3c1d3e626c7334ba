namespace StayPositive.Detector.Decoding;

/// <summary>An image that is not scanned: an expected outcome, not an exception.</summary>
/// <param name="Code">Machine-readable reason.</param>
/// <param name="Sentence">What was wrong, with value and limit.</param>
/// <param name="Advice">What to do.</param>
public sealed record ImageRejected(RejectionCode Code, string Sentence, string Advice);
