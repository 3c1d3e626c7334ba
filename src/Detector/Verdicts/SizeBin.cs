namespace StayPositive.Detector.Verdicts;

/// <summary>Thresholds for images of one range of sizes: the largest of many windows grows with the area.</summary>
/// <param name="MinMegapixels">Inclusive.</param>
/// <param name="MaxMegapixels">Exclusive.</param>
/// <param name="Thresholds">One set per false-positive rate.</param>
public sealed record SizeBin(double MinMegapixels, double MaxMegapixels, IReadOnlyList<ThresholdSet> Thresholds);
