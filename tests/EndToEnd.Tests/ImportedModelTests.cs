using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using StayPositive.RetrainJob.Tests.Importing;
using StayPositive.Tests;

namespace StayPositive.EndToEnd.Tests;

/// <summary>An imported network: published by the command line, it scans there and in the app, to the same score.</summary>
public sealed class ImportedModelTests
{
    /// <summary>The retraining, where the build put it: it is too large to lie beside the tests.</summary>
    private static string Job { get; } = Metadata("ArtifactsPath") is { Length: > 0 } path
        ? Path.Combine(path, "bin", "RetrainJob", $"{Metadata("Configuration").ToLowerInvariant()}_linux-x64", "StayPositive.RetrainJob")
        : Path.Combine(Repository.Root, "src", "RetrainJob", "bin", Metadata("Configuration"), "net10.0", "linux-x64", "StayPositive.RetrainJob");

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

        var logit = await ScanAsync(data, package, version, Photo.Jpeg(701, 533, seed: 5));
        Assert.NotEqual(-2, logit); // the bias alone
    }

    /// <summary>All of docs/import.md: torch.save, <c>import</c>, <c>scan</c>, <c>models publish</c>, an upload; the score is that of PyTorch on the same file.</summary>
    [Fact]
    public async Task A_checkpoint_of_the_published_size_is_imported_and_scans_as_PyTorch_does()
    {
        using var data = new DataFolder();
        var (checkpoint, package) = (Path.Combine(data.Path, "network.pth"), Path.Combine(data.Path, "package"));
        PyTorch.Network("res50nodown", seed: 7, checkpoint);
        var image = Assert.Single(PyTorch.Images(data.Path, ["161x119"]));

        var (report, _) = await RunAsync(Job, "import", checkpoint, "--arch", "res50nodown", "--out", package);
        TestContext.Current.TestOutputHelper!.WriteLine(report);
        Assert.Contains("2048 channels, stride 8, receptive field 113 pixels", report, StringComparison.Ordinal);
        var version = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(package, "head.json"), Cancellation)).RootElement.GetProperty("version").GetString()!;
        var logit = await ScanAsync(data, package, version, await File.ReadAllBytesAsync(image, Cancellation));
        var expected = Assert.Single(PyTorch.Logits("res50nodown", checkpoint, [image]));
        Assert.Equal(expected, logit, 1e-4 * Math.Abs(expected));
    }

    /// <summary>By the command line, and as an upload of the app with the package as champion: the same score.</summary>
    /// <returns>The logit.</returns>
    private static async Task<float> ScanAsync(DataFolder data, string package, string version, byte[] content)
    {
        var image = Path.Combine(data.Path, "photo");
        await File.WriteAllBytesAsync(image, content, Cancellation);
        var (printed, said) = await CliAsync("scan", image, "--model", package, "--json", "--provider", "Auto");
        var row = JsonDocument.Parse(printed).RootElement.GetProperty("results")[0];
        Assert.Matches("^Execution provider: Cpu. DirectML was not taken: .+ Cuda was not taken: .+", said);
        await CliAsync("models", "publish", package, "--champion", "--data", data.Path);
        await using var app = AppProcess.OnFolder(data.Path, ("Models__ExecutionProvider", "Cpu"));
        await app.AnswersAsync("/api/ready", Cancellation);
        data.Upload("photo", content);
        var upload = Assert.Single(await data.CurrentAsync(Cancellation));
        for (var watch = Stopwatch.StartNew(); await data.StateAsync(upload, Cancellation) is not { Open.Count: 0 }; await Task.Delay(100, Cancellation))
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(90), app.Log);

        var state = (await data.StateAsync(upload, Cancellation))!;
        Assert.Equal((version, "Scanned", row.GetProperty("verdict").GetString()), (state.Model, state.Code, state.Decision.ToString()));
        var logit = row.GetProperty("logit").GetSingle();
        TestContext.Current.TestOutputHelper!.WriteLine($"{version}: {logit} by the command line, {state.Score} by the app");
        Assert.Equal(logit, state.Score!.Value, 1e-4f * Math.Abs(logit));
        Assert.Contains("Execution provider of the backbone: Cpu.", app.Log, StringComparison.Ordinal);
        Assert.Equal("Cpu", JsonDocument.Parse(await app.Http.GetStringAsync("/api/health", Cancellation)).RootElement.GetProperty("executionProvider").GetString());
        return logit;
    }

    private static string Metadata(string name) => typeof(ImportedModelTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == name).Value ?? "";

    private static Task<(string Output, string Error)> CliAsync(params string[] arguments) => RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "staypositive.dll"), .. arguments]);

    private static async Task<(string Output, string Error)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync(Cancellation);
        var output = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.True(process.ExitCode == 0, output + await error);
        return (output, await error);
    }
}
