using StayPositive.Detector.Decoding;

namespace StayPositive.RetrainJob.Robustness;

/// <summary>An image after a transformation.</summary>
/// <param name="Variant">Its name, fit for a key.</param>
/// <param name="Pixels">RGB.</param>
/// <param name="MaskShare">Share of the area that was re-rendered, 0..1; null when nothing was.</param>
internal sealed record TransformedImage(string Variant, RgbImage Pixels, double? MaskShare);
