using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;

namespace StayPositive.Detector.Verdicts;

/// <summary>What one head says of an image.</summary>
/// <param name="Head">Model version of the head.</param>
/// <param name="Logit">w . z + b of the whole image.</param>
/// <param name="BestWindows">The best window of each size that fits; empty after an early stop.</param>
/// <param name="MaxCell">Largest evidence of a cell, logit units.</param>
public sealed record HeadMeasurement(ModelVersion Head, float Logit, IReadOnlyList<EvidenceWindow> BestWindows, float MaxCell);
