using StayPositive.Detector.Verdicts;

namespace StayPositive.Storage.Measurements;

/// <summary>What a changed image says.</summary>
/// <param name="Measurement">As of any image.</param>
/// <param name="MaskShare">Share of the area that the change has re-rendered, 0..1; null when it has re-rendered nothing.</param>
public sealed record VariantMeasurement(Measurement Measurement, double? MaskShare);
