namespace StayPositive.Detector.Evidence;

/// <summary>
/// Blocks of b x b cells over which features are summed while the tiles come in, so that windows have exact features without F being kept.
/// b is the smallest power of two >= 2 with at most 65,536 blocks: 16 pixels up to about 16 megapixels, then 32, ...
/// </summary>
/// <param name="CellColumns">Cells across.</param>
/// <param name="CellRows">Cells down.</param>
/// <param name="CellsPerBlock">b.</param>
internal sealed record BlockGrid(int CellColumns, int CellRows, int CellsPerBlock)
{
    private const int MaxBlocks = 65536;

    public int Columns => Ceiling(CellColumns, CellsPerBlock);

    public int Rows => Ceiling(CellRows, CellsPerBlock);

    public static BlockGrid For(int cellColumns, int cellRows)
    {
        var cells = 2;
        while ((long)Ceiling(cellColumns, cells) * Ceiling(cellRows, cells) > MaxBlocks)
            cells *= 2;
        return new BlockGrid(cellColumns, cellRows, cells);
    }

    /// <summary>Blocks of a window's side; null where windows of this size are not looked for: they are no whole number of blocks, or too large, or would be the image itself.</summary>
    /// <param name="size">Nominal side, pixels.</param>
    /// <param name="cellPixels">Side of a cell, pixels.</param>
    public int? WindowSide(int size, int cellPixels)
    {
        var (side, rest) = Math.DivRem(size, cellPixels * CellsPerBlock);
        return side >= 1 && rest == 0 && side <= Columns && side <= Rows && (side < Columns || side < Rows) ? side : null;
    }

    /// <summary>Cells of a span of blocks along one side.</summary>
    public int CellsAcross(int column, int blocks) => Math.Min((column + blocks) * CellsPerBlock, CellColumns) - column * CellsPerBlock;

    /// <summary>Cells of a span of blocks along the other side.</summary>
    public int CellsDown(int row, int blocks) => Math.Min((row + blocks) * CellsPerBlock, CellRows) - row * CellsPerBlock;

    private static int Ceiling(int a, int b) => (a + b - 1) / b;
}
