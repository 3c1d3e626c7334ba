using StayPositive.Detector.Evaluation;

namespace StayPositive.Cli.Evaluating;

/// <summary>The figures under one re-encoding.</summary>
/// <param name="Reencoding">As written on the command line.</param>
/// <param name="Scores">Each score of each head.</param>
/// <param name="ConstraintGain">AUC of the non-negative head minus that of the unconstrained one, by the image's logit, paired; null without the latter.</param>
/// <param name="Pixels">Evidence maps against masks; null without masks.</param>
/// <param name="RealDecisions">Number of real photos with each verdict.</param>
/// <param name="FakeDecisions">Number of generated or edited images with each verdict.</param>
internal sealed record ReencodingReport(
    string Reencoding,
    IReadOnlyList<ScoreReport> Scores,
    Interval? ConstraintGain,
    PixelReport? Pixels,
    IReadOnlyDictionary<string, int> RealDecisions,
    IReadOnlyDictionary<string, int> FakeDecisions);
