using System.Text.Json;
using StayPositive.Tests;

namespace StayPositive.Cli.Tests;

/// <summary>The README's promise: the shipped model on the shipped samples.</summary>
public sealed class SamplesTests
{
    [Fact]
    public async Task The_edited_samples_are_found_where_they_were_edited_and_the_photos_are_not_flagged()
    {
        var run = await Run.OfAsync("scan", Path.Combine(Repository.Root, "samples"), "--json", "--model", Path.Combine(Repository.Root, "models", "starter"));
        Assert.Equal(0, run.ExitCode);
        var results = run.Json.GetProperty("results").EnumerateArray()
            .ToDictionary(result => Path.GetFileNameWithoutExtension(result.GetProperty("file").GetString()!));
        Assert.Equal(8, results.Count);
        foreach (var (name, result) in results)
        {
            var expected = name.EndsWith("-inpainted", StringComparison.Ordinal) ? "Inpainted" : name.EndsWith("-generated", StringComparison.Ordinal) ? "AiGenerated" : "NoFindings";
            Assert.Equal((name, expected), (name, result.GetProperty("verdict").GetString()));
        }

        AssertInside(results["coffee-inpainted"], 330, 90, 180, 180);
        AssertInside(results["astronaut-inpainted"], 150, 40, 144, 160);
        AssertInside(results["rocket-inpainted"], 60, 120, 160, 160);
    }

    [Fact]
    public void The_readme_names_the_commands_that_are_tested_here()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        Assert.Contains("dotnet run -c Release --project src/Cli -- scan samples\n", readme, StringComparison.Ordinal);
        Assert.Contains("\n./test\n", readme, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Repository.Root, "test")));
    }

    /// <summary>The box found lies within the true one, give or take what a cell sees.</summary>
    private static void AssertInside(JsonElement result, int x, int y, int width, int height)
    {
        const int margin = 32;
        var region = result.GetProperty("region");
        int At(string name) => region.GetProperty(name).GetInt32();
        Assert.InRange(At("x"), x - margin, x + width);
        Assert.InRange(At("y"), y - margin, y + height);
        Assert.InRange(At("x") + At("width"), x, x + width + margin);
        Assert.InRange(At("y") + At("height"), y, y + height + margin);
    }
}
