namespace StayPositive.Detector.Features;

/// <summary>Fills tiles of the reflected image as the backbone wants them: [3, side, side], RGB in [0, 1].</summary>
internal static class TileReader
{
    private static readonly float[] Scaled = Enumerable.Range(0, 256).Select(value => value * (1f / 255)).ToArray();

    /// <param name="image">The pixels; the rows that the tile's cells see are available.</param>
    /// <param name="grid">Their cells.</param>
    /// <param name="down">Rows of the tile.</param>
    /// <param name="across">Columns of the tile.</param>
    /// <param name="tile">[3, rows, columns], filled; rows that only surplus cells see become 0.</param>
    /// <param name="columns">Scratch, at least as long as the tile is wide.</param>
    public static void Fill(IImageRows image, CellGrid grid, TileSpan down, TileSpan across, Span<float> tile, Span<int> columns)
    {
        var (left, width) = (across.Start, across.Length);
        var (top, height) = (down.Start, down.Length);
        for (var x = 0; x < width; x++)
            columns[x] = 3 * CellGrid.Reflect(left + x, image.Width);

        var plane = width * height;
        var seen = Math.Min(height, grid.Bottom - top);
        for (var y = 0; y < seen; y++)
        {
            var source = image.Row(CellGrid.Reflect(top + y, image.Height));
            var red = tile.Slice(y * width, width);
            var green = tile.Slice(plane + y * width, width);
            var blue = tile.Slice(2 * plane + y * width, width);
            for (var x = 0; x < width; x++)
            {
                var pixel = source.Slice(columns[x], 3);
                red[x] = Scaled[pixel[0]];
                green[x] = Scaled[pixel[1]];
                blue[x] = Scaled[pixel[2]];
            }
        }

        for (var band = 0; band < 3; band++)
            tile.Slice(band * plane + seen * width, (height - seen) * width).Clear();
    }
}
