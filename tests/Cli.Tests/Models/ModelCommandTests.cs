using StayPositive.Cli.Tests.Scanning;

namespace StayPositive.Cli.Tests.Models;

public sealed class ModelCommandTests : IDisposable
{
    private readonly ScanFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Show_prints_hash_weights_and_thresholds_with_their_intervals()
    {
        var run = await Run.OfAsync("model", "show", folder.Path("model"));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        foreach (var text in new[] { TinyModel.Version, "2 channels", "1 of 2 weights above 0", "bias -0.2500", "2 (0.1% - 1.8%)", "no, borrowed" })
            Assert.Contains(text, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_says_what_was_checked_and_refuses_a_changed_backbone()
    {
        var good = await Run.OfAsync("model", "verify", folder.Path("model"));
        Assert.Equal(0, good.ExitCode);
        Assert.Contains("valid", good.Output, StringComparison.Ordinal);

        var bytes = await File.ReadAllBytesAsync(folder.Path("model/backbone.onnx"), TestContext.Current.CancellationToken);
        bytes[^20] ^= 1;
        await File.WriteAllBytesAsync(folder.Path("model/backbone.onnx"), bytes, TestContext.Current.CancellationToken);
        var changed = await Run.OfAsync("model", "verify", folder.Path("model"));
        Assert.Equal((4, ""), (changed.ExitCode, changed.Output));
        Assert.StartsWith("WrongHash: ", changed.Error, StringComparison.Ordinal);
    }
}
