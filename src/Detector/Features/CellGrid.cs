namespace StayPositive.Detector.Features;

/// <summary>
/// Where cells and tiles lie. The image is padded once, by reflection, so that the receptive field of every cell is filled: (field - stride) / 2
/// pixels before, the rest behind. With valid convolutions any tile of it gives the same features as the whole.
/// Or nothing is padded, because the network pads with zeros in every layer: then cell i looks at pixel i x stride and (field - 1) / 2 pixels to each side, and
/// a tile must end at the image's own edge, or so far behind what is wanted that the zeros of its layers do not reach there.
/// </summary>
/// <param name="Width">Image width, pixels.</param>
/// <param name="Height">Image height, pixels.</param>
/// <param name="Stride">Pixels per cell.</param>
/// <param name="ReceptiveField">Pixels.</param>
/// <param name="ZeroPerLayer">The network pads in every layer.</param>
internal sealed record CellGrid(int Width, int Height, int Stride, int ReceptiveField, bool ZeroPerLayer = false)
{
    /// <summary>Cells across.</summary>
    public int Columns => (Width + Stride - 1) / Stride;

    /// <summary>Cells down.</summary>
    public int Rows => (Height + Stride - 1) / Stride;

    /// <summary>Padding before the first pixel.</summary>
    public int Before => (ReceptiveField - Stride) / 2;

    /// <summary>First row of the padded image that no cell sees; <see cref="Height"/> and the padding behind it.</summary>
    public int Bottom => ZeroPerLayer ? Height : (Rows - 1) * Stride - Before + ReceptiveField;

    /// <summary>Side in pixels of what <paramref name="cells"/> cells see.</summary>
    public int PixelsFor(int cells) => (cells - 1) * Stride + ReceptiveField;

    /// <summary>Pixels that a cell sees to each side of its own, when the network pads.</summary>
    private int Reach => (ReceptiveField - 1) / 2;

    /// <summary>The same in cells, rounded up: tiles begin on multiples of the stride, or their layers would skip other pixels than those of the whole image.</summary>
    private int HaloCells => (Reach + Stride - 1) / Stride;

    /// <summary>Cells that a run gives along the side of the largest tile.</summary>
    public int CellsWithHalo(int cells) => ZeroPerLayer ? cells + 2 * HaloCells : cells;

    /// <summary>Pixels of a run along the side of the largest tile.</summary>
    public int LargestSide(int cells) => ZeroPerLayer ? CellsWithHalo(cells) * Stride : PixelsFor(cells);

    /// <summary>What a tile needs from top to bottom.</summary>
    /// <param name="row">First cell.</param>
    /// <param name="tile">Shape of the tiles.</param>
    public TileSpan Down(int row, TileShape tile) => Span(row, tile.Rows, Rows, Height);

    /// <summary>What a tile needs from left to right.</summary>
    /// <param name="column">First cell.</param>
    /// <param name="tile">Shape of the tiles.</param>
    public TileSpan Across(int column, TileShape tile) => Span(column, tile.Columns, Columns, Width);

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
        if (ZeroPerLayer)
            return (Down(row, tile).Start, Down(row, tile).Start + Down(row, tile).Length);
        if (Math.Max(Before, Bottom - Height) >= Height)
            return (0, Height); // reflected more than once
        var top = row * Stride - Before;
        var bottom = Math.Min(top + PixelsFor(tile.Rows), Bottom);
        var reflectedBelow = Math.Max(0, Height - 1 - (Bottom - Height)); // what the padding at the bottom shows again
        var end = Math.Min(Height, Math.Max(bottom, 1 - top)); // the padding at the top shows the rows down to -top
        return (Math.Clamp(Math.Min(top, reflectedBelow), 0, end - 1), end);
    }

    private TileSpan Span(int first, int tile, int cells, int length)
    {
        if (!ZeroPerLayer)
            return new TileSpan(first * Stride - Before, PixelsFor(tile), tile, 0, tile);

        var kept = Math.Min(tile, cells - first);
        var skipped = Math.Min(first, HaloCells);
        var start = (first - skipped) * Stride;
        var end = Math.Min(length, (first + kept - 1) * Stride + Reach + 1);
        return new TileSpan(start, end - start, (end - start + Stride - 1) / Stride, skipped, kept);
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
