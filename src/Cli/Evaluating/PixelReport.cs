using StayPositive.Detector.Evaluation;

namespace StayPositive.Cli.Evaluating;

/// <summary>How well the model's evidence maps find the edited pixels.</summary>
/// <param name="Images">Edited images with a mask.</param>
/// <param name="PooledAuc">AUC over all their pixels together.</param>
/// <param name="MeanAuc">Mean of the AUC of each image.</param>
internal sealed record PixelReport(int Images, Interval PooledAuc, Interval MeanAuc);
