using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using StayPositive.Detector.Verdicts;
using StayPositive.Tests;

namespace StayPositive.EndToEnd.Tests;

/// <summary>What <c>dotnet publish</c> puts out is an app of the Functions host: its layout, and that its executable answers as the host asks.</summary>
public sealed class PublishTests(Azurite azurite) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("publish-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_published_app_has_the_hosts_layout_and_its_executable_answers_each_function()
    {
        var app = Path.Combine(folder, "app");
        await PublishAsync(app);

        var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(app, "host.json"))).RootElement;
        Assert.Equal(("2.0", "none"), (host.GetProperty("version").GetString(), host.GetProperty("extensions").GetProperty("queues").GetProperty("messageEncoding").GetString()));
        Assert.Equal("Microsoft.Azure.Functions.ExtensionBundle", host.GetProperty("extensionBundle").GetProperty("id").GetString());
        var executable = Path.Combine(app, host.GetProperty("customHandler").GetProperty("description").GetProperty("defaultExecutablePath").GetString()!);
        Assert.True(File.Exists(executable));
        var functions = Directory.GetFiles(app, "function.json", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(app, Path.GetDirectoryName(file)!), Type);
        Assert.Equal(new Dictionary<string, string> { ["ScanUpload"] = "blobTrigger", ["ScanRequest"] = "queueTrigger", ["Sweep"] = "timerTrigger" }, functions);
        Assert.True(File.Exists(Path.Combine(app, "models", "starter", "manifest.json")));
        Assert.Empty(Directory.GetFiles(app, "*.lock.json", SearchOption.AllDirectories));

        await using var hosted = await HostedApp.StartAsync(azurite, settings => AppProcess.AsCustomHandler([executable], settings), Cancellation);
        var image = File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "coffee-inpainted.jpg"));
        var first = await hosted.UploadAsync("first.jpg", image);
        await hosted.SucceedAsync("ScanUpload", HostPayload.Blob(withContent: false, first.AbsoluteUri, []), Cancellation);
        await hosted.UploadAsync("second.jpg", image);
        await hosted.SucceedAsync("ScanRequest", HostPayload.Queue(JsonSerializer.Serialize(new { container = hosted.Container, blob = "second.jpg" })), Cancellation);
        await hosted.UploadAsync("third.jpg", image);
        await hosted.SucceedAsync("Sweep", HostPayload.Timer(), Cancellation);
        foreach (var name in new[] { "first.jpg", "second.jpg", "third.jpg" })
            Assert.Equal(Decision.Inpainted, Assert.Single(await hosted.StatesAsync(name, Cancellation)).Decision);
        Assert.Equal(0, await hosted.Process.InterruptAsync(Cancellation));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Built(string name) => typeof(PublishTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == name).Value!;

    private static string Type(string file) => JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("bindings")[0].GetProperty("type").GetString()!;

    /// <summary>Of what was built with these tests.</summary>
    private static async Task PublishAsync(string output)
    {
        var start = new ProcessStartInfo("dotnet",
            ["publish", Path.Combine(Repository.Root, "src", "Functions"), "--no-build", "-c", Built("Configuration"), .. Built("ArtifactsPath") is { Length: > 0 } path ? new[] { "--artifacts-path", path } : [], "-o", output, "-nodeReuse:false"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(Cancellation);
        var text = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.True(process.ExitCode == 0, text + await errors);
    }
}
