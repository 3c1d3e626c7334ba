using StayPositive.Detector.Evidence;

namespace StayPositive.Storage.Measurements;

/// <summary>Mean features of the two sides of a mask.</summary>
/// <param name="Share">Masked share of the area, 0..1.</param>
/// <param name="Inside">Generated, by the mask; null when it is empty.</param>
/// <param name="Outside">Left alone; null when the mask touches every cell.</param>
public sealed record MaskedFeatures(double Share, FeatureVector? Inside, FeatureVector? Outside);
