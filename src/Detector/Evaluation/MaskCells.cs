namespace StayPositive.Detector.Evaluation;

/// <summary>
/// An <see cref="EditMask"/> counted on the cell grid of an evidence map. All pixels of a cell have the cell's evidence, so an AUC over cells with
/// these counts as masses is exactly the AUC over pixels.
/// </summary>
/// <param name="Width">Cells, ceil(mask width / cell side).</param>
/// <param name="Height">Cells.</param>
/// <param name="Edited">Edited pixels of each cell: [height x width], row-major.</param>
/// <param name="Untouched">Untouched pixels of each cell: [height x width], row-major. Ignored pixels are in neither.</param>
internal sealed record MaskCells(int Width, int Height, int[] Edited, int[] Untouched)
{
    /// <summary>Counts the pixels of a mask.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="cellSide">Pixels, the stride of the feature map.</param>
    /// <param name="ignoreBand">Pixels at most this far (in x and in y) from one of the other kind are ignored; 0 ignores none.</param>
    public static MaskCells Count(EditMask mask, int cellSide, int ignoreBand)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cellSide, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(ignoreBand);
        var (width, height) = ((mask.Width + cellSide - 1) / cellSide, (mask.Height + cellSide - 1) / cellSide);
        var (edited, untouched) = (new int[width * height], new int[width * height]);
        var sums = Integral(mask);
        for (var y = 0; y < mask.Height; y++)
            for (var x = 0; x < mask.Width; x++)
            {
                if (IsMixed(sums, mask, x, y, ignoreBand)) continue;
                var counted = mask.Edited[y * mask.Width + x] ? edited : untouched;
                counted[y / cellSide * width + x / cellSide]++;
            }

        return new MaskCells(width, height, edited, untouched);
    }

    private static bool IsMixed(int[] sums, EditMask mask, int x, int y, int band)
    {
        var (left, right) = (Math.Max(0, x - band), Math.Min(mask.Width, x + band + 1));
        var (top, bottom) = (Math.Max(0, y - band) * (mask.Width + 1), Math.Min(mask.Height, y + band + 1) * (mask.Width + 1));
        var sum = sums[bottom + right] - sums[bottom + left] - sums[top + right] + sums[top + left];
        return sum != 0 && sum != (right - left) * ((bottom - top) / (mask.Width + 1));
    }

    private static int[] Integral(EditMask mask)
    {
        var stride = mask.Width + 1;
        var sums = new int[stride * (mask.Height + 1)];
        for (var y = 0; y < mask.Height; y++)
            for (int x = 0, row = 0; x < mask.Width; x++)
            {
                row += mask.Edited[y * mask.Width + x] ? 1 : 0;
                sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + row;
            }

        return sums;
    }
}
