namespace StayPositive.Detector.Evidence;

/// <summary>The square part of an image with the highest mean evidence among all of its size.</summary>
/// <param name="X">Left edge, pixels.</param>
/// <param name="Y">Top edge, pixels.</param>
/// <param name="Width">Pixels, clipped to the image.</param>
/// <param name="Height">Pixels, clipped to the image.</param>
/// <param name="SizePixels">Nominal side: 64, 128 or 256 pixels.</param>
/// <param name="Logit">w . mean(F over the window) + b.</param>
/// <param name="Features">mean(F over the window), from which another head can judge the same window later.</param>
public sealed record EvidenceWindow(int X, int Y, int Width, int Height, int SizePixels, float Logit, FeatureVector Features);
