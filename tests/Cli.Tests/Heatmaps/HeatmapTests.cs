using NetVips;
using StayPositive.Cli.Tests.Scanning;

namespace StayPositive.Cli.Tests.Heatmaps;

public sealed class HeatmapTests : IDisposable
{
    private readonly ScanFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Files_of_one_name_in_two_folders_get_two_maps_and_names_cannot_escape()
    {
        string[] files = [folder.Photo("a/x.png"), folder.Photo("b/x.png"), folder.Photo("c/..x y.png")];
        var run = await folder.ScanAsync([.. files, "--heatmaps", folder.Path("maps"), "--jsonl"]);
        var maps = run.JsonLines.Select(line => line.GetProperty("heatmap").GetString()!).ToArray();
        Assert.Equal(3, maps.Distinct().Count());
        Assert.All(maps, map => Assert.Equal(folder.Path("maps"), Path.GetDirectoryName(Path.GetFullPath(map))));
        Assert.Equal(maps.Order(), Directory.GetFiles(folder.Path("maps")).Order());
    }

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(3, -1, 0)]
    [InlineData(6, 0, 1)]
    [InlineData(8, 0, -1)]
    public async Task The_map_is_upright(int orientation, int right, int down)
    {
        var stored = folder.Inpainted("stored.png"); // the texture is at the right of the stored pixels
        var file = folder.Path("oriented.jpg");
        using (var image = Image.NewFromFile(stored))
        using (var tagged = image.Mutate(mutable => mutable.Set(GValue.GIntType, "orientation", orientation)))
            tagged.Jpegsave(file, q: 98);
        var run = await folder.ScanAsync(file, "--heatmaps", folder.Path("maps"), "--json");
        var result = run.Json.GetProperty("results")[0];
        Assert.Equal(orientation, result.GetProperty("image").GetProperty("exifOrientation").GetInt32());

        using var map = Image.NewFromFile(result.GetProperty("heatmap").GetString()!);
        var (width, height) = down == 0 ? (320, 256) : (256, 320);
        Assert.Equal(width, map.Width);
        Assert.InRange(map.Height, height + 20, height + 80);
        double Red(int x, int y) => map.Getpoint(x, y)[0];
        var bright = Red(width / 2 + right * (width / 2 - 30), height / 2 + down * (height / 2 - 30));
        var dark = Red(width / 2 - right * (width / 2 - 30), height / 2 - down * (height / 2 - 30));
        Assert.True(bright > dark + 50, $"{bright} where the texture is, {dark} where it is not");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_a_sentence()
    {
        var file = folder.Photo("p.png");
        var run = await folder.ScanAsync(file, "--heatmaps", Path.Combine(file, "maps"));
        Assert.Equal((5, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("The heat map folder", run.Error, StringComparison.Ordinal);
    }
}
