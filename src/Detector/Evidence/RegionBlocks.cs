namespace StayPositive.Detector.Evidence;

/// <summary>
/// From windows above their thresholds to the blocks that carry the evidence. Small windows point best, so sizes are taken in ascending order, and a larger
/// window counts only where no smaller one has pointed. Of a window, the blocks are kept whose neighbourhood of 3 x 3 blocks has at least half of the
/// evidence that the window's threshold asks for: a window reaches beyond what it found.
/// </summary>
internal static class RegionBlocks
{
    private const double KeptShare = 0.5;

    /// <summary>[rows x columns] of blocks, true = in the region.</summary>
    /// <param name="integral">Of the evidence; see <see cref="WindowSearch.Integral"/>.</param>
    /// <param name="grid">The blocks.</param>
    /// <param name="sizes">Window sides in blocks, ascending, each with the mean evidence that a cell must exceed (threshold - bias).</param>
    public static bool[] Find(double[] integral, BlockGrid grid, IEnumerable<(int Side, double Evidence)> sizes)
    {
        var region = new bool[grid.Columns * grid.Rows];
        foreach (var (side, evidence) in sizes)
        {
            if (WindowSearch.Best(integral, grid, side) is null)
                continue;

            var bySmaller = (bool[])region.Clone();
            for (var row = 0; row + side <= grid.Rows; row++)
                for (var column = 0; column + side <= grid.Columns; column++)
                    if (WindowSearch.Mean(integral, grid.Columns + 1, grid, column, row, side) > evidence && !Any(bySmaller, grid, column, row, side))
                        Keep(region, integral, grid, column, row, side, KeptShare * evidence);
        }

        return region;
    }

    private static bool Any(bool[] blocks, BlockGrid grid, int column, int row, int side)
    {
        for (var r = row; r < row + side; r++)
            if (blocks.AsSpan(r * grid.Columns + column, side).Contains(true))
                return true;
        return false;
    }

    private static void Keep(bool[] region, double[] integral, BlockGrid grid, int column, int row, int side, double least)
    {
        for (var r = row; r < row + side; r++)
            for (var c = column; c < column + side; c++)
                region[r * grid.Columns + c] |= Neighbourhood(integral, grid, c, r) >= least;
    }

    /// <summary>Mean evidence of a cell in the 3 x 3 blocks around a block, clipped to the image.</summary>
    private static double Neighbourhood(double[] integral, BlockGrid grid, int column, int row)
    {
        var (left, top) = (Math.Max(0, column - 1), Math.Max(0, row - 1));
        var (right, bottom) = (Math.Min(grid.Columns, column + 2), Math.Min(grid.Rows, row + 2));
        var stride = grid.Columns + 1;
        var sum = integral[bottom * stride + right] - integral[top * stride + right] - integral[bottom * stride + left] + integral[top * stride + left];
        return sum / ((double)grid.CellsAcross(left, right - left) * grid.CellsDown(top, bottom - top));
    }
}
