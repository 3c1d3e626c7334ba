namespace StayPositive.Detector.Features;

/// <summary>One side of a tile: which pixels go in, and which of the cells that come out are wanted.</summary>
/// <param name="Start">First pixel; negative in the padding.</param>
/// <param name="Length">Pixels.</param>
/// <param name="Cells">Cells that the network gives.</param>
/// <param name="Skipped">Cells before the first that is wanted.</param>
/// <param name="Kept">Cells that are wanted.</param>
internal readonly record struct TileSpan(int Start, int Length, int Cells, int Skipped, int Kept);
