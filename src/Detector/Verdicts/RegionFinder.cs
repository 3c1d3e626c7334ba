using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;

namespace StayPositive.Detector.Verdicts;

/// <summary>Turns covered cells into a region: its area, and the box of its largest 4-connected part.</summary>
internal static class RegionFinder
{
    private const int CellPixels = BackboneManifest.CellPixels;

    /// <summary>Null when nothing is covered.</summary>
    public static Region? Find(CoveredCells covered, int imageWidth, int imageHeight)
    {
        var seen = new bool[covered.Cells.Length];
        (int Count, int Left, int Top, int Right, int Bottom) largest = default;
        for (var start = 0; start < seen.Length; start++)
        {
            if (!covered.Cells[start] || seen[start])
                continue;
            var part = Flood(covered, seen, start);
            if (part.Count > largest.Count)
                largest = part;
        }

        if (largest.Count == 0)
            return null;

        var (x, y) = (largest.Left * CellPixels, largest.Top * CellPixels);
        var width = Math.Min((largest.Right + 1) * CellPixels, imageWidth) - x;
        var height = Math.Min((largest.Bottom + 1) * CellPixels, imageHeight) - y;
        var share = covered.Cells.Count(cell => cell) / (double)covered.Cells.Length;
        return new Region(x, y, width, height, share, new RegionMask(covered.Columns, covered.Rows, covered.Cells));
    }

    private static (int Count, int Left, int Top, int Right, int Bottom) Flood(CoveredCells covered, bool[] seen, int start)
    {
        var (count, left, top, right, bottom) = (0, int.MaxValue, int.MaxValue, 0, 0);
        var stack = new Stack<int>([start]);
        seen[start] = true;
        while (stack.TryPop(out var cell))
        {
            var (row, column) = (cell / covered.Columns, cell % covered.Columns);
            count++;
            (left, top, right, bottom) = (Math.Min(left, column), Math.Min(top, row), Math.Max(right, column), Math.Max(bottom, row));
            Visit(row - 1, column);
            Visit(row + 1, column);
            Visit(row, column - 1);
            Visit(row, column + 1);
        }

        return (count, left, top, right, bottom);

        void Visit(int row, int column)
        {
            if (row < 0 || column < 0 || row >= covered.Rows || column >= covered.Columns)
                return;
            var next = row * covered.Columns + column;
            if (!covered.Cells[next] || seen[next])
                return;
            seen[next] = true;
            stack.Push(next);
        }
    }
}
