namespace StayPositive.Detector.Verdicts;

/// <summary>What an image, or a crop of it, measures after a re-encoding.</summary>
/// <param name="Reencoding">As <see cref="Evaluation.Reencoding"/> writes it; "none" = the crop itself.</param>
/// <param name="Width">Pixels, re-encoded.</param>
/// <param name="Height">Pixels, re-encoded.</param>
/// <param name="Head">Logit and best windows under the model's head.</param>
public sealed record Reexamination(string Reencoding, int Width, int Height, HeadMeasurement Head);
