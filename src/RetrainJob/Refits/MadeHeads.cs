using StayPositive.Detector.Models;
using StayPositive.Detector.Verdicts;

namespace StayPositive.RetrainJob.Refits;

/// <summary>What was fitted and calibrated.</summary>
/// <param name="Package">The candidate.</param>
/// <param name="Chosen">Its fit.</param>
/// <param name="Candidates">All fits.</param>
/// <param name="Scans">Scores of scanned images by content.</param>
/// <param name="Baseline">The unconstrained head.</param>
/// <param name="BaselineCalibration">Its thresholds and scale, on stored windows.</param>
internal sealed record MadeHeads(
    ModelPackage Package, HeadCandidate Chosen, IReadOnlyList<HeadCandidate> Candidates, IReadOnlyDictionary<string, ScannedLogits> Scans, LinearHead Baseline, Calibration BaselineCalibration);
