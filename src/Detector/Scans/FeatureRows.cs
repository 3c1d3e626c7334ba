using StayPositive.Detector.Evidence;

namespace StayPositive.Detector.Scans;

/// <summary>Mean features of an image and of the two sides of a mask: what labels are learnt from.</summary>
/// <param name="Whole">z of the whole image.</param>
/// <param name="Inside">Mean over the cells, each weighed by the share of its pixels that is masked; null without a masked pixel.</param>
/// <param name="Outside">Mean over the cells without a masked pixel; null without a mask or such cells.</param>
public sealed record FeatureRows(FeatureVector Whole, FeatureVector? Inside, FeatureVector? Outside);
