namespace StayPositive.Detector.Evidence;

/// <summary>Cells of 8 x 8 pixels that windows cover: true = covered.</summary>
/// <param name="Columns">Cells across.</param>
/// <param name="Rows">Cells down.</param>
/// <param name="Cells">[Rows, Columns].</param>
internal sealed record CoveredCells(int Columns, int Rows, bool[] Cells);
