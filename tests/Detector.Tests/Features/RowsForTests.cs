using CsCheck;
using StayPositive.Detector.Features;

namespace StayPositive.Detector.Tests.Features;

public sealed class RowsForTests
{
    [Fact]
    public void The_rows_that_tiles_see_are_at_hand_and_bounds_never_go_back()
    {
        var grids = Gen.Select(Gen.Int[1, 3000], Gen.Int[0, 60], Gen.Int[1, 4]);
        grids.Sample(
            (height, extra, size) =>
            {
                var grid = new CellGrid(640, height, 8, 9 + 2 * extra);
                var tile = TileShape.For(grid, 32 * size);
                var (lastFirst, lastEnd) = (0, 0);
                for (var row = 0; row < grid.Rows; row += tile.Rows)
                {
                    var (first, end) = grid.RowsFor(row, tile);
                    Assert.True(first >= lastFirst && end >= lastEnd && end <= height);
                    var top = row * grid.Stride - grid.Before;
                    var seen = Enumerable.Range(top, Math.Min(grid.PixelsFor(tile.Rows), grid.Bottom - top)).Select(y => CellGrid.Reflect(y, height)).ToArray();
                    Assert.True(first <= seen.Min() && seen.Max() < end, $"height {height}, field {grid.ReceptiveField}, row {row}: [{first}, {end}) for {seen.Min()}..{seen.Max()}");
                    (lastFirst, lastEnd) = (first, end);
                }
            },
            iter: 2000, threads: 1);
    }
}
