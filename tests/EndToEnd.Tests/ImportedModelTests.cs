using System.Diagnostics;
using System.Text.Json;

namespace StayPositive.EndToEnd.Tests;

/// <summary>An imported network: published by the command line, it scans there and in the app, to the same score.</summary>
public sealed class ImportedModelTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_imported_package_scans_through_the_command_line_and_through_the_app(bool half)
    {
        using var data = new DataFolder();
        var version = half ? "res18nodown-fp16-tiny" : "res18nodown-tiny";
        var package = Path.Combine(data.Path, "package");
        TinyResNet.Save(package, version, half);
        var image = Path.Combine(data.Path, "photo.jpg");
        var content = Photo.Jpeg(701, 533, seed: 5);
        await File.WriteAllBytesAsync(image, content, Cancellation);

        var (printed, said) = await CliAsync("scan", image, "--model", package, "--json", "--provider", "Auto");
        var row = JsonDocument.Parse(printed).RootElement.GetProperty("results")[0];
        Assert.Matches("^Execution provider: Cpu. DirectML was not taken: .+ Cuda was not taken: .+", said);
        await CliAsync("models", "publish", package, "--champion", "--data", data.Path);
        await using var app = AppProcess.OnFolder(data.Path, ("Models__ExecutionProvider", "Cpu"));
        await app.AnswersAsync("/api/ready", Cancellation);
        data.Upload("photo.jpg", content);
        var upload = Assert.Single(await data.CurrentAsync(Cancellation));
        for (var watch = Stopwatch.StartNew(); await data.StateAsync(upload, Cancellation) is not { Open.Count: 0 }; await Task.Delay(100, Cancellation))
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(90), app.Log);

        var state = (await data.StateAsync(upload, Cancellation))!;
        Assert.Equal((version, "Scanned", row.GetProperty("verdict").GetString()), (state.Model, state.Code, state.Decision.ToString()));
        var logit = row.GetProperty("logit").GetSingle();
        TestContext.Current.TestOutputHelper!.WriteLine($"{version}: {logit} by the command line, {state.Score} by the app");
        Assert.Equal(logit, state.Score!.Value, 1e-4f * Math.Abs(logit));
        Assert.NotEqual(-2, logit); // the bias alone
        Assert.Contains("Execution provider of the backbone: Cpu.", app.Log, StringComparison.Ordinal);
        Assert.Equal("Cpu", JsonDocument.Parse(await app.Http.GetStringAsync("/api/health", Cancellation)).RootElement.GetProperty("executionProvider").GetString());
    }

    private static async Task<(string Output, string Error)> CliAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "staypositive.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync(Cancellation);
        var output = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.True(process.ExitCode == 0, output + await error);
        return (output, await error);
    }
}
