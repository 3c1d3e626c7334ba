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

    /// <summary>Side in pixels of what <paramref name="cells"/> cells see.</summary>
    public int PixelsFor(int cells) => (cells - 1) * Stride + ReceptiveField;

    /// <summary>Origins of the tiles in cells, row by row.</summary>
    public IEnumerable<(int Row, int Column)> Tiles(TileShape tile)
    {
        for (var row = 0; row < Rows; row += tile.Rows)
            for (var column = 0; column < Columns; column += tile.Columns)
                yield return (row, column);
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
