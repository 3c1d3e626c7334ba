namespace StayPositive.Detector.Evidence;

/// <summary>Finds the window of a size with the highest mean evidence, over an integral image of the blocks' evidence.</summary>
internal static class WindowSearch
{
    /// <summary>
    /// Upper-left block of the best window of <paramref name="side"/> x <paramref name="side"/> blocks, the first of equals in reading order;
    /// null when the grid has no room for it, or when it would cover the whole grid.
    /// </summary>
    /// <param name="integral">[rows + 1, columns + 1] sums of evidence over cells; see <see cref="Integral"/>.</param>
    /// <param name="grid">The blocks.</param>
    /// <param name="side">Blocks.</param>
    public static (int Column, int Row)? Best(double[] integral, BlockGrid grid, int side)
    {
        if (side > grid.Columns || side > grid.Rows || (side == grid.Columns && side == grid.Rows))
            return null;

        (int Column, int Row)? best = null;
        var highest = double.NegativeInfinity;
        var stride = grid.Columns + 1;
        for (var row = 0; row + side <= grid.Rows; row++)
        {
            for (var column = 0; column + side <= grid.Columns; column++)
            {
                var mean = Mean(integral, stride, grid, column, row, side);
                if (mean > highest)
                    (highest, best) = (mean, (column, row));
            }
        }

        return best;
    }

    /// <summary>Mean evidence of a cell in a window.</summary>
    public static double Mean(double[] integral, int stride, BlockGrid grid, int column, int row, int side)
    {
        var sum = integral[(row + side) * stride + column + side] - integral[row * stride + column + side]
            - integral[(row + side) * stride + column] + integral[row * stride + column];
        return sum / ((double)grid.CellsAcross(column, side) * grid.CellsDown(row, side));
    }

    /// <summary>Integral image [rows + 1, columns + 1] of a head's evidence per block.</summary>
    public static double[] Integral(ReadOnlySpan<double> blocks, BlockGrid grid)
    {
        var stride = grid.Columns + 1;
        var integral = new double[(grid.Rows + 1) * stride];
        for (var row = 0; row < grid.Rows; row++)
        {
            var sum = 0.0;
            for (var column = 0; column < grid.Columns; column++)
            {
                sum += blocks[row * grid.Columns + column];
                integral[(row + 1) * stride + column + 1] = integral[row * stride + column + 1] + sum;
            }
        }

        return integral;
    }
}
