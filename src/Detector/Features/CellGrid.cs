namespace StayPositive.Detector.Features;

/// <summary>
/// Where cells and tiles lie. The image is padded once, by reflection, so that the receptive field of every cell is filled: (field - stride) / 2
/// pixels before, the rest behind. With valid convolutions any tile of it gives the same features as the whole.
/// </summary>
/// <param name="Width">Image width, pixels.</param>
/// <param name="Height">Image height, pixels.</param>
/// <param name="Stride">Pixels per cell.</param>
/// <param name="ReceptiveField">Pixels.</param>
internal sealed record CellGrid(int Width, int Height, int Stride, int ReceptiveField)
{
    /// <summary>Cells across.</summary>
    public int Columns => (Width + Stride - 1) / Stride;

    /// <summary>Cells down.</summary>
    public int Rows => (Height + Stride - 1) / Stride;

    /// <summary>Padding before the first pixel.</summary>
    public int Before => (ReceptiveField - Stride) / 2;

    /// <summary>First row of the padded image that no cell sees; <see cref="Height"/> and the padding behind it.</summary>
    public int Bottom => (Rows - 1) * Stride - Before + ReceptiveField;

    /// <summary>Side in pixels of what <paramref name="cells"/> cells see.</summary>
    public int PixelsFor(int cells) => (cells - 1) * Stride + ReceptiveField;

    /// <summary>Origins of the tiles in cells, row by row.</summary>
    public IEnumerable<(int Row, int Column)> Tiles(TileShape tile)
    {
        for (var row = 0; row < Rows; row += tile.Rows)
            for (var column = 0; column < Columns; column += tile.Columns)
                yield return (row, column);
    }

    /// <summary>Rows of the image, [first, end), that must be at hand while the tiles of a row of tiles are filled, and those above which nothing is needed later.</summary>
    /// <param name="row">First cell down.</param>
    /// <param name="tile">Shape of the tiles.</param>
    public (int First, int End) RowsFor(int row, TileShape tile)
    {
        if (Math.Max(Before, Bottom - Height) >= Height)
            return (0, Height); // reflected more than once
        var top = row * Stride - Before;
        var bottom = Math.Min(top + PixelsFor(tile.Rows), Bottom);
        var reflectedBelow = Math.Max(0, Height - 1 - (Bottom - Height)); // what the padding at the bottom shows again
        var end = Math.Min(Height, Math.Max(bottom, 1 - top)); // the padding at the top shows the rows down to -top
        return (Math.Clamp(Math.Min(top, reflectedBelow), 0, end - 1), end);
    }

    /// <summary>Index 0..length-1 of the pixel that stands at <paramref name="index"/> in the endless reflection (the edge pixel is not repeated).</summary>
    public static int Reflect(int index, int length)
    {
        if (length == 1)
            return 0;

        var period = 2 * (length - 1);
        var within = ((index % period) + period) % period;
        return within < length ? within : period - within;
    }
}
