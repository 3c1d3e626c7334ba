using StayPositive.Detector.Evaluation;

namespace StayPositive.Cli.Evaluating;

/// <summary>All images under one re-encoding.</summary>
/// <param name="Reencoding">What was done to both classes.</param>
/// <param name="Images">In the order judged: real photos first.</param>
/// <param name="Pixels">Evidence maps of the masked images.</param>
internal sealed record JudgedSet(Reencoding Reencoding, List<JudgedImage> Images, PixelScores Pixels);
