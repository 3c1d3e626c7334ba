namespace StayPositive.Detector.Features;

/// <summary>
/// Shape of an image's tiles in cells. All tiles of an image have one shape: the image is divided as evenly as it goes, so that few cells are surplus (tiles of
/// a fixed 64 x 64 would cost 45% more at 1200 x 900 pixels).
/// </summary>
/// <param name="Rows">Cells down.</param>
/// <param name="Columns">Cells across.</param>
internal readonly record struct TileShape(int Rows, int Columns)
{
    /// <summary>The fewest tiles of at most <paramref name="largest"/> cells a side.</summary>
    /// <param name="grid">Cells of the image.</param>
    /// <param name="largest">Cells.</param>
    public static TileShape For(CellGrid grid, int largest) => new(Side(grid.Rows, largest), Side(grid.Columns, largest));

    /// <summary>Cells of a tile.</summary>
    public int Cells => Rows * Columns;

    private static int Side(int cells, int largest)
    {
        var tiles = (cells + largest - 1) / largest;
        return (cells + tiles - 1) / tiles;
    }
}
