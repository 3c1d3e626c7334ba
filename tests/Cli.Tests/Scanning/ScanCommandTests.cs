using System.Text.Json;

namespace StayPositive.Cli.Tests.Scanning;

public sealed class ScanCommandTests : IDisposable
{
    private readonly ScanFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Verdicts_come_with_their_numbers_and_in_the_order_of_the_inputs()
    {
        string[] files = [folder.Inpainted("b.png"), folder.Photo("c.png"), folder.Generated("a.png")];
        var run = await folder.ScanAsync([.. files, "--json", "--parallel", "3"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(1, run.Json.GetProperty("schema").GetInt32());
        Assert.True(run.Json.GetProperty("complete").GetBoolean());
        var results = run.Json.GetProperty("results").EnumerateArray().ToArray();
        Assert.Equal(files, results.Select(result => Text(result, "file")));
        Assert.Equal(["Inpainted", "NoFindings", "AiGenerated"], results.Select(result => Text(result, "verdict")));
        var region = results[0].GetProperty("region");
        Assert.InRange(region.GetProperty("x").GetInt32(), 160, 256);
        Assert.Equal(320, region.GetProperty("x").GetInt32() + region.GetProperty("width").GetInt32());
        Assert.InRange(region.GetProperty("areaShare").GetDouble(), 0.1, 0.49);
        foreach (var result in results)
        {
            Assert.InRange(result.GetProperty("probability").GetDouble(), 0, 1);
            Assert.Equal(0.01, result.GetProperty("prevalence").GetDouble());
            Assert.Equal(TinyModel.Version, Text(result, "model"));
            Assert.Equal(0.01, result.GetProperty("threshold").GetProperty("falsePositiveRate").GetDouble());
            Assert.Equal(64, Text(result, "backbone").Length);
        }
    }

    [Fact]
    public async Task A_provider_that_was_asked_for_is_named_with_the_reason_why_it_is_another()
    {
        var run = await folder.ScanAsync(folder.Photo("p.png"), "--json", "--provider", "cuda");
        Assert.Equal((0, 1), (run.ExitCode, run.Json.GetProperty("results").GetArrayLength()));
        Assert.StartsWith("Execution provider: Cpu. Cuda was not taken: ", run.Error, StringComparison.Ordinal);
        Assert.StartsWith("Execution provider: Cpu.", (await folder.ScanAsync(folder.Path("p.png"), "--provider", "Cpu", "--require-provider")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_is_required_and_missing_ends_it()
    {
        var run = await folder.ScanAsync(folder.Photo("p.png"), "--json", "--provider", "DirectML", "--require-provider");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("ExecutionProvider is DirectML and required. DirectML was not taken: ", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await folder.ScanAsync(folder.Path("p.png"), "--require-provider")).ExitCode);
    }

    [Fact]
    public async Task Json_lines_keep_the_order_with_many_at_once()
    {
        var files = Enumerable.Range(0, 12).Select(n => n % 3 == 0 ? folder.Inpainted($"{n}.png") : folder.Photo($"{n}.jpg")).ToArray();
        var run = await folder.ScanAsync([.. files, "--jsonl", "--parallel", "4"]);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(files, run.JsonLines.Select(line => Text(line, "file")));
    }

    [Fact]
    public async Task What_cannot_be_scanned_is_a_coded_row_and_the_rest_goes_on()
    {
        Directory.CreateDirectory(folder.Path("empty"));
        string[] inputs =
        [
            folder.Text("bad.jpg", "no picture"), folder.Text("nothing.png", ""), folder.Path("missing.jpg"), folder.Path("empty"),
            folder.Path("*.webp"), folder.Photo("tiny.png", 4, 4), folder.Photo("good.png"),
        ];
        var run = await folder.ScanAsync([.. inputs, "--jsonl"]);
        Assert.Equal(3, run.ExitCode);
        Assert.Equal(inputs, run.JsonLines.Select(line => Text(line, "file")));
        Assert.Equal(
            ["UnsupportedFormat", "Empty", "NotFound", "NoImages", "NoImages", "TooSmall"],
            run.JsonLines.Take(6).Select(line => Text(line, "code")));
        Assert.All(run.JsonLines.Take(6), line => Assert.Equal(
            ("NotScanned", true, true), (Text(line, "verdict"), Text(line, "reason").EndsWith('.'), Text(line, "advice").EndsWith('.'))));
        Assert.Equal("NoFindings", Text(run.JsonLines[6], "verdict"));

        var table = await folder.ScanAsync(inputs);
        Assert.Equal(3, table.ExitCode);
        Assert.Contains("NotScanned: NotFound", table.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folders_are_searched_by_suffix_and_by_content_and_globs_by_pattern()
    {
        string[] expected = [folder.Photo("in/a.jpg"), folder.Photo("in/b/c.png"), folder.Photo("in/b/d.webp")];
        File.Copy(expected[1], folder.Path("in/upload"));
        folder.Text("in/readme.txt", "no picture");
        var all = await folder.ScanAsync(folder.Path("in"), "--jsonl");
        Assert.Equal([.. expected, folder.Path("in/upload")], all.JsonLines.Select(line => Text(line, "file")));
        var deep = await folder.ScanAsync(folder.Path("in/**/*.png"), "--jsonl");
        Assert.Equal([expected[1]], deep.JsonLines.Select(line => Text(line, "file")));
    }

    [Fact]
    public async Task The_table_of_a_pipe_is_plain_whole_and_says_what_its_numbers_mean()
    {
        var name = folder.Inpainted(new string('n', 200) + ".png");
        folder.Photo("large.png", 400, 300);
        var run = await folder.ScanAsync(name, folder.Path("large.png"));
        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain('\u001b', run.Output);
        Assert.Contains(name, run.Output, StringComparison.Ordinal);
        Assert.Contains("1% of all images are", run.Output, StringComparison.Ordinal);
        Assert.Contains("n = 400 photos, supported", run.Output, StringComparison.Ordinal);
        Assert.Contains("n = 20 photos, not supported", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flagged_images_fail_only_when_asked_for()
    {
        var (photo, generated) = (folder.Photo("p.png"), folder.Generated("g.png"));
        Assert.Equal(0, (await folder.ScanAsync(photo, "--fail-on", "flagged")).ExitCode);
        Assert.Equal(1, (await folder.ScanAsync(photo, generated, "--fail-on", "flagged")).ExitCode);
        Assert.Equal(0, (await folder.ScanAsync(photo, generated)).ExitCode);
    }

    [Fact]
    public async Task An_early_stop_says_so_and_agrees()
    {
        var run = await folder.ScanAsync(folder.Generated("g.png"), folder.Photo("p.png"), "--early-stop", "--jsonl");
        Assert.Equal(["AiGenerated", "NoFindings"], run.JsonLines.Select(line => Text(line, "verdict")));
        Assert.False(run.JsonLines[1].GetProperty("stoppedEarly").GetBoolean());
    }

    [Fact]
    public async Task Prevalence_and_rate_are_used_and_stated()
    {
        var file = folder.Photo("p.png");
        var low = (await folder.ScanAsync(file, "--json", "--prevalence", "0.001")).Json.GetProperty("results")[0];
        var high = (await folder.ScanAsync(file, "--json", "--prevalence", "0.5", "--fpr", "0.05")).Json.GetProperty("results")[0];
        Assert.True(low.GetProperty("probability").GetDouble() < high.GetProperty("probability").GetDouble());
        Assert.Equal((0.5, 0.05), (high.GetProperty("prevalence").GetDouble(), high.GetProperty("threshold").GetProperty("falsePositiveRate").GetDouble()));
    }

    [Theory]
    [InlineData("it has 0.01, 0.05", "--fpr", "0.02")]
    [InlineData("between 0 and 1", "--prevalence", "1")]
    [InlineData("between 1 and 64", "--parallel", "0")]
    [InlineData("exclude each other", "--json", "--jsonl")]
    [InlineData("standard input can be given once", "-", "-")]
    [InlineData("--no-such-option", "--no-such-option", "1")]
    [InlineData("flagged", "--fail-on", "anything")]
    public async Task A_wrong_command_line_is_named(string message, string first, string second)
    {
        var run = await folder.ScanAsync(folder.Photo("p.png"), first, second);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_is_refused_is_one_sentence_with_what_to_do()
    {
        var run = await Run.OfAsync("scan", folder.Photo("p.png"), "--model", folder.Path("nowhere"));
        Assert.Equal((4, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("Missing: There is no model folder", run.Error, StringComparison.Ordinal);
        Assert.Contains("--model", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_has_examples_and_exit_codes_and_the_version_is_printed()
    {
        var (root, scan, version) = (await Run.OfAsync("--help"), await Run.OfAsync("scan", "--help"), await Run.OfAsync("--version"));
        foreach (var help in new[] { root, scan })
        {
            Assert.Equal(0, help.ExitCode);
            Assert.Contains("staypositive scan", help.Output, StringComparison.Ordinal);
            Assert.Contains("130 cancelled", help.Output, StringComparison.Ordinal);
        }

        Assert.StartsWith("0.1.0", version.Output, StringComparison.Ordinal);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
