using CsCheck;
using StayPositive.Detector.Evidence;

namespace StayPositive.Detector.Tests.Evidence;

public sealed class WindowSearchTests
{
    private static readonly Gen<(int Columns, int Rows, int Side, int Seed)> Cases = Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[1, 6], Gen.Int[0, 10000]);

    [Fact]
    public void The_best_window_is_that_of_a_brute_force_search() => Cases.Sample(one =>
    {
        var grid = BlockGrid.For(one.Columns, one.Rows);
        var map = Map(one.Columns, one.Rows, one.Seed);
        var best = WindowSearch.Best(WindowSearch.Integral(Blocks(map, grid), grid), grid, one.Side);
        var all = (
            from row in Enumerable.Range(0, Math.Max(0, grid.Rows - one.Side + 1))
            from column in Enumerable.Range(0, Math.Max(0, grid.Columns - one.Side + 1))
            select (Column: column, Row: row, Mean: Mean(map, grid, column, row, one.Side))).ToArray();
        if (all.Length == 0 || (one.Side == grid.Columns && one.Side == grid.Rows))
            return best is null;
        return best is { } found && Math.Abs(Mean(map, grid, found.Column, found.Row, one.Side) - all.Max(window => window.Mean)) < 1e-9;
    });

    [Theory]
    [InlineData(128, 128, 2)]
    [InlineData(512, 512, 2)]
    [InlineData(513, 512, 4)]
    [InlineData(1250, 1250, 8)]
    public void Blocks_grow_so_that_there_are_at_most_65536(int columns, int rows, int cells)
    {
        var grid = BlockGrid.For(columns, rows);
        Assert.Equal(cells, grid.CellsPerBlock);
        Assert.InRange(grid.Columns * grid.Rows, 1, 65536);
    }

    [Fact]
    public void A_region_holds_the_evidence_and_little_else()
    {
        var grid = BlockGrid.For(64, 64);
        var map = new double[64, 64];
        for (var row = 20; row < 36; row++)
            for (var column = 30; column < 46; column++)
                map[row, column] = 10;
        var region = RegionBlocks.Find(WindowSearch.Integral(Blocks(map, grid), grid), grid, [(4, 3.0), (8, 2.0), (16, 1.0)]);
        for (var row = 0; row < grid.Rows; row++)
        {
            for (var column = 0; column < grid.Columns; column++)
            {
                var covered = region[row * grid.Columns + column];
                if (row is >= 10 and < 18 && column is >= 15 and < 23)
                    Assert.True(covered, $"block {column}, {row} carries evidence");
                if (row is < 8 or > 19 || column is < 13 or > 24)
                    Assert.False(covered, $"block {column}, {row} is far from all evidence");
            }
        }
    }

    [Fact]
    public void Without_a_window_above_its_threshold_there_is_no_region()
    {
        var grid = BlockGrid.For(40, 40);
        Assert.DoesNotContain(true, RegionBlocks.Find(WindowSearch.Integral(Blocks(Map(40, 40, 1), grid), grid), grid, [(4, 100.0)]));
    }

    private static double[,] Map(int columns, int rows, int seed)
    {
        var random = new Random(seed);
        var map = new double[rows, columns];
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                map[row, column] = random.NextDouble();
        return map;
    }

    private static double[] Blocks(double[,] map, BlockGrid grid)
    {
        var blocks = new double[grid.Columns * grid.Rows];
        for (var row = 0; row < grid.CellRows; row++)
            for (var column = 0; column < grid.CellColumns; column++)
                blocks[row / grid.CellsPerBlock * grid.Columns + column / grid.CellsPerBlock] += map[row, column];
        return blocks;
    }

    private static double Mean(double[,] map, BlockGrid grid, int column, int row, int side)
    {
        var (sum, count) = (0.0, 0);
        for (var r = row * grid.CellsPerBlock; r < Math.Min((row + side) * grid.CellsPerBlock, grid.CellRows); r++)
        {
            for (var c = column * grid.CellsPerBlock; c < Math.Min((column + side) * grid.CellsPerBlock, grid.CellColumns); c++)
            {
                sum += map[r, c];
                count++;
            }
        }

        return sum / count;
    }
}
