namespace StayPositive.Storage.States;

/// <summary>Box around the largest part of the region.</summary>
/// <param name="X">Pixels from the left.</param>
/// <param name="Y">Pixels from the top.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="AreaShare">Share of the image's cells in the whole region, 0..1.</param>
public sealed record StateRegion(int X, int Y, int Width, int Height, double AreaShare);
