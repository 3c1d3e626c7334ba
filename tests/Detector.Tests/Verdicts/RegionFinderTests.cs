using StayPositive.Detector.Evidence;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Detector.Tests.Verdicts;

public sealed class RegionFinderTests
{
    [Fact]
    public void The_box_is_that_of_the_largest_part_and_the_share_that_of_all()
    {
        var region = RegionFinder.Find(Cells("##...", ".....", "..##.", "..##.", "....#"), 37, 40)!;

        Assert.Equal((16, 16, 16, 16), (region.X, region.Y, region.Width, region.Height)); // corners do not connect
        Assert.Equal(7 / 25.0, region.AreaShare);
        Assert.Equal(7, region.Mask.Cells.Count(cell => cell));
    }

    [Fact]
    public void The_box_ends_where_the_image_ends()
    {
        var region = RegionFinder.Find(Cells("..", ".#"), 13, 9)!;

        Assert.Equal((8, 8, 5, 1), (region.X, region.Y, region.Width, region.Height));
    }

    [Fact]
    public void Without_covered_cells_there_is_no_region() => Assert.Null(RegionFinder.Find(Cells("...", "..."), 24, 16));

    private static CoveredCells Cells(params string[] rows) => new(rows[0].Length, rows.Length, [.. rows.SelectMany(row => row.Select(cell => cell == '#'))]);
}
