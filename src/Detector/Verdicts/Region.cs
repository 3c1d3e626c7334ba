namespace StayPositive.Detector.Verdicts;

/// <summary>Where the traces are: the blocks to which the windows above their thresholds point.</summary>
/// <param name="X">Left edge of the box around the largest connected part, pixels.</param>
/// <param name="Y">Top edge, pixels.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="AreaShare">Share of the image's cells in the whole region, 0..1.</param>
/// <param name="Mask">The region itself.</param>
public sealed record Region(int X, int Y, int Width, int Height, double AreaShare, RegionMask Mask);
