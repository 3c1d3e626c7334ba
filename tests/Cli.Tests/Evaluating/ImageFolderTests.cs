using System.Text.RegularExpressions;
using StayPositive.Cli.Evaluating;

namespace StayPositive.Cli.Tests.Evaluating;

public sealed class ImageFolderTests : IDisposable
{
    private readonly PictureFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("a/case12_output.png", null, "case12_output")]
    [InlineData("a/case12_output.png", @"^(case\d+)", "case12")]
    [InlineData("a/other.png", @"^(case\d+)", "other")]
    [InlineData("a/case12_output.png", @"case\d+", "case12_output")]
    public void The_source_is_the_first_group_or_the_stem(string path, string? pattern, string source) =>
        Assert.Equal(source, ImageFolder.SourceOf(path, pattern is null ? null : new Regex(pattern)));

    [Fact]
    public void Pictures_of_subfolders_are_found_in_an_order_that_the_seed_draws_alike_for_both_classes()
    {
        for (var i = 0; i < 20; i++)
        {
            folder.Text($"real/{i % 3}/photo{i}.JPG", "x");
            folder.Text($"fake/photo{i}.webp", "x");
        }

        folder.Text("real/notes.txt", "x");
        string[] Order(string name, int seed) => ImageFolder.List(folder.Path(name), seed, null).Select(file => file.Source).ToArray();
        Assert.Equal(20, Order("real", 1).Length);
        Assert.Equal(Order("real", 1), Order("fake", 1));
        Assert.NotEqual(Order("real", 1), Order("real", 2));
    }

    [Fact]
    public void A_mask_is_found_by_stem_then_by_source_and_never_guessed()
    {
        var pattern = new Regex("^([a-z]+)");
        foreach (var name in new[] { "a1", "a2", "b_mask" }) folder.Text($"masks/{name}.png", "x");
        var masks = MaskFolder.Open(folder.Path("masks"), pattern);
        Assert.Equal(folder.Path("masks/a2.png"), masks.Find(new ImageFile("fake/a2.jpg", "a")));
        Assert.Equal(folder.Path("masks/b_mask.png"), masks.Find(new ImageFile("fake/b_out.jpg", "b")));
        Assert.Null(masks.Find(new ImageFile("fake/c.jpg", "c")));
        Assert.Equal("mask-ambiguous", Assert.Throws<EvaluationRefusedException>(() => masks.Find(new ImageFile("fake/a3.jpg", "a"))).Code);
    }
}
