namespace StayPositive.Detector.Verdicts;

/// <summary>Cells of 8 x 8 pixels that belong to a region.</summary>
/// <param name="Columns">Cells across.</param>
/// <param name="Rows">Cells down.</param>
/// <param name="Cells">[Rows, Columns], true = inside.</param>
public sealed record RegionMask(int Columns, int Rows, IReadOnlyList<bool> Cells);
