using StayPositive.Detector.Models;

namespace StayPositive.Detector.Verdicts;

/// <summary>A decision, and everything that it rests on.</summary>
/// <param name="Decision">What was found.</param>
/// <param name="Logit">Of the whole image; 0 when nothing was scanned.</param>
/// <param name="Probability">P(the whole image is generated) at <paramref name="Prevalence"/>; null when nothing was scanned.</param>
/// <param name="Prevalence">Assumed share of generated images.</param>
/// <param name="Threshold">The strict thresholds it was judged by; null when nothing was scanned.</param>
/// <param name="Region">Where, for <see cref="Decision.Inpainted"/> and, if windows pass, <see cref="Decision.AiGenerated"/>.</param>
/// <param name="Model">Model version.</param>
/// <param name="PolicyVersion">Policy.</param>
/// <param name="Reason">One sentence.</param>
public sealed record Verdict(
    Decision Decision, float Logit, double? Probability, double Prevalence, ThresholdSet? Threshold, Region? Region,
    ModelVersion Model, string PolicyVersion, string Reason)
{
    /// <summary>What re-encodings of a borderline image say; null when no second look was taken.</summary>
    public SecondLook? SecondLook { get; init; }
}
