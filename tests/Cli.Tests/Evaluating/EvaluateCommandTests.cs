using StayPositive.Detector.Evaluation;

namespace StayPositive.Cli.Tests.Evaluating;

public sealed class EvaluateCommandTests : IDisposable
{
    private readonly PictureFolder folder = new();

    public EvaluateCommandTests() => TinyModel.Save(folder.Path("model"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_model_that_sees_the_texture_tells_the_classes_apart()
    {
        folder.Pairs(6);
        var run = await Evaluation.OfAsync(folder, "--crop", "128", "--json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal("staypositive.evaluation/1", run.Json.GetProperty("schema").GetString());
        Assert.Equal(6, run.Json.GetProperty("real").GetProperty("used").GetInt32());
        foreach (var score in new[] { "image", "window", "joint" })
        {
            var figures = run.Figures("non-negative", score);
            Assert.Equal(1, Estimate(figures, "auc"));
            Assert.Equal(1, Estimate(figures, "averagePrecision"), 1e-12);
            Assert.Equal(1, Estimate(figures, "truePositiveRateAt1Percent"));
            Assert.Equal(0, Estimate(figures, "falsePositiveRate"));
            Assert.Equal(1, Estimate(figures, "truePositiveRate"));
        }
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_counted_and_the_others_are_measured()
    {
        folder.Pairs(3);
        File.CreateSymbolicLink(folder.Path("real/gone.png"), folder.Path("nowhere.png"));
        var run = await Evaluation.OfAsync(folder, "--crop", "128", "--json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal((3, 1), (run.Json.GetProperty("real").GetProperty("used").GetInt32(), run.Json.GetProperty("real").GetProperty("unreadable").GetArrayLength()));
    }

    [Fact]
    public async Task Equal_folders_are_not_told_apart()
    {
        folder.Pairs(6);
        var run = await Evaluation.OfAsync(folder, "--crop", "64", "--json");
        for (var i = 0; i < 6; i++) folder.Picture($"fake/photo{i}.png", i, texturedFrom: int.MaxValue);
        var same = await Evaluation.OfAsync(folder, "--crop", "64", "--json");
        Assert.NotEqual(0.5, Estimate(run.Figures("non-negative", "image"), "auc"));
        Assert.Equal(0.5, Estimate(same.Figures("non-negative", "image"), "auc"));
    }

    [Fact]
    public async Task Masks_give_a_pixel_auc_whichever_colour_means_edited()
    {
        folder.Pairs(4);
        for (var i = 0; i < 4; i++)
        {
            folder.Mask($"white/photo{i}.png", 72);
            folder.Mask($"black/photo{i}.png", 72, black: true);
        }

        var white = await Evaluation.OfAsync(folder, "--crop", "128", "--masks", folder.Path("white"), "--json");
        var black = await Evaluation.OfAsync(folder, "--crop", "128", "--masks", folder.Path("black"), "--mask-black", "--json");
        var wrong = await Evaluation.OfAsync(folder, "--crop", "128", "--masks", folder.Path("black"), "--json");
        var pixels = white.Json.GetProperty("results")[0].GetProperty("pixels");
        Assert.Equal(4, pixels.GetProperty("images").GetInt32());
        Assert.True(Estimate(pixels, "pooledAuc") > 0.95, pixels.ToString());
        Assert.Equal(pixels.ToString(), black.Json.GetProperty("results")[0].GetProperty("pixels").ToString());
        Assert.True(Estimate(wrong.Json.GetProperty("results")[0].GetProperty("pixels"), "pooledAuc") < 0.05);
    }

    [Fact]
    public async Task Masks_follow_the_image_through_crop_and_resize_and_match_by_source()
    {
        folder.Pairs(3);
        for (var i = 0; i < 3; i++) folder.Mask($"masks/photo{i}_mask.png", 72);
        string[] arguments = ["--masks", folder.Path("masks"), "--source-pattern", @"^(photo\d)", "--random-crop", "--crop", "100", "--reencode", "resize:2", "--json"];
        var run = await Evaluation.OfAsync(folder, arguments);
        Assert.Equal("", run.Error);
        Assert.True(Estimate(run.Json.GetProperty("results")[0].GetProperty("pixels"), "pooledAuc") > 0.9, run.Output);
    }

    [Fact]
    public async Task Files_that_cannot_be_used_are_counted_by_reason()
    {
        folder.Pairs(3);
        folder.Picture("real/small.png", 9, int.MaxValue, width: 90, height: 300);
        folder.Text("real/broken.jpg", "not a picture");
        folder.Picture("fake/outside.png", 9, texturedFrom: 140);
        folder.Mask("masks/outside.png", 140);
        folder.Mask("masks/photo0.png", 72);
        folder.Mask("masks/photo1.png", 72, width: 100);
        var run = await Evaluation.OfAsync(folder, "--crop", "100", "--masks", folder.Path("masks"), "--json");
        var (real, fake) = (run.Json.GetProperty("real"), run.Json.GetProperty("fake"));
        Assert.Equal((3, 1), (real.GetProperty("used").GetInt32(), real.GetProperty("tooSmall").GetInt32()));
        Assert.EndsWith("broken.jpg", real.GetProperty("unreadable")[0].GetProperty("path").GetString(), StringComparison.Ordinal);
        Assert.Equal((3, 1), (fake.GetProperty("used").GetInt32(), fake.GetProperty("untouched").GetInt32()));
        Assert.Contains("2 of 3 edited images have no mask of their size (1 masks are of another size)", run.Json.GetProperty("warnings").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Classes_in_different_file_formats_are_warned_of_unless_both_are_re_encoded()
    {
        folder.Pairs(3, realSuffix: "jpg", fakeSuffix: "png");
        var bare = await Evaluation.OfAsync(folder, "--crop", "128");
        var reencoded = await Evaluation.OfAsync(folder, "--crop", "128", "--reencode", "jpeg:75,webp:75");
        Assert.Contains("differ in file format", bare.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("differ in file format", reencoded.Output, StringComparison.Ordinal);
        Assert.Contains("re-encoding: jpeg:75", reencoded.Output, StringComparison.Ordinal);
        Assert.Contains("re-encoding: webp:75", reencoded.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unconstrained_head_in_the_package_is_judged_on_the_same_features()
    {
        folder.Pairs(4);
        folder.Text($"model/{UnconstrainedHead.FileName}", """{ "weights": [-1, 0], "bias": 2 }""");
        var run = await Evaluation.OfAsync(folder, "--crop", "128", "--json");
        Assert.Equal("", run.Error);
        Assert.Equal(0, Estimate(run.Figures("unconstrained", "image"), "auc"));
        Assert.Equal(1, Estimate(run.Json.GetProperty("results")[0], "constraintGain"));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, run.Figures("unconstrained", "image").GetProperty("falsePositiveRate").ValueKind);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_output_and_max_takes_a_sample_of_pairs()
    {
        folder.Pairs(8);
        string[] arguments = ["--crop", "128", "--max", "3", "--seed", "7", "--json"];
        var (first, second) = (await Evaluation.OfAsync(folder, arguments), await Evaluation.OfAsync(folder, arguments));
        Assert.Equal(first.Output, second.Output);
        Assert.Equal(3, first.Json.GetProperty("real").GetProperty("used").GetInt32());
        Assert.Equal(3, first.Json.GetProperty("fake").GetProperty("used").GetInt32());
    }

    [Theory]
    [InlineData("folder-missing", "nowhere", "fake")]
    [InlineData("no-images", "empty", "fake")]
    [InlineData("one-class-only", "tiny", "fake")]
    [InlineData("file-in-both", "fake", "fake")]
    [InlineData("model-refused", "real", "fake")]
    public async Task What_cannot_be_evaluated_is_refused_with_a_code(string code, string real, string fake)
    {
        folder.Pairs(2);
        folder.Text("empty/readme.txt", "no picture");
        folder.Picture("tiny/tiny.png", 1, 0, 20, 20);
        var model = folder.Path(code == "model-refused" ? "no-model" : "model");
        string[] arguments = ["evaluate", "--real", folder.Path(real), "--fake", folder.Path(fake), "--model", model, "--crop", "64"];
        var run = await Evaluation.RunAsync(arguments, TestContext.Current.CancellationToken);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"{code}: ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"weights\": [1], \"bias\": 0 }")]
    [InlineData("{ \"weights\": \"x\", \"bias\": 0 }")]
    [InlineData("{ \"bias\": 0 }")]
    [InlineData("nonsense")]
    public async Task An_unconstrained_head_that_does_not_fit_is_refused(string json)
    {
        folder.Pairs(2);
        folder.Text($"model/{UnconstrainedHead.FileName}", json);
        var run = await Evaluation.OfAsync(folder, "--crop", "64");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("head-refused: ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--reencode", "png:9", "is not a re-encoding")]
    [InlineData("--source-pattern", "(", "pattern")]
    [InlineData("--crop", "-1", "at least 0")]
    [InlineData("--bootstrap", "0", "at least 1")]
    public async Task A_wrong_option_is_named(string option, string value, string message)
    {
        folder.Pairs(1);
        var run = await Evaluation.OfAsync(folder, option, value);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_run_prints_no_figures()
    {
        folder.Pairs(2);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        string[] arguments = ["evaluate", "--real", folder.Path("real"), "--fake", folder.Path("fake"), "--model", folder.Path("model")];
        var run = await Evaluation.RunAsync(arguments, cancelled.Token);
        Assert.Equal((130, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("cancelled", run.Error, StringComparison.Ordinal);
    }

    private static double Estimate(System.Text.Json.JsonElement parent, string name) => parent.GetProperty(name).GetProperty("estimate").GetDouble();
}
