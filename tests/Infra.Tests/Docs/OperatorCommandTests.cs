using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using StayPositive.Tests;

namespace StayPositive.Infra.Tests.Docs;

/// <summary>The operators' pages on an installation of their own: the app is started and scans two uploads, then the commands of the pages are run as they stand, in its folder.</summary>
public sealed class OperatorCommandTests(ITestOutputHelper output) : IDisposable
{
    private const string Erase = "dotnet run -c Release --project src/Cli -- erase holiday/beach.jpg --data data --blob --clean clean";

    private readonly string folder = Directory.CreateTempSubdirectory("operator-").FullName;

    /// <summary>As they stand in the pages, in an order in which they make sense.</summary>
    internal static IReadOnlyList<string> Commands { get; } =
    [
        "dotnet run -c Release --project src/Functions",
        "staypositive models list --data ./data",
        "staypositive label import labels.csv --data data",
        "staypositive label import collection --data data --name faces-2026",
        "staypositive rescore --data ./data",
        "dotnet run -c Release --project src/Cli -- erase holiday/beach.jpg --data data --dry-run",
        Erase,
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_commands_of_the_operators_pages_run_on_an_installation()
    {
        Copy("coffee-inpainted.jpg", "data/uploads/holiday/beach.jpg");
        Copy("chelsea.jpg", "data/uploads/cat.jpg");
        Copy("astronaut.jpg", "collection/real/astronaut.jpg");
        Copy("chelsea-generated.jpg", "collection/fake/decoder/chelsea.jpg");
        await File.WriteAllTextAsync(Path.Combine(folder, "labels.csv"), "blob,label,probability\ncat.jpg,real,0.5\n", Cancellation);
        await ScanAsync(Commands[0], uploads: 2);

        foreach (var command in Commands.Skip(1))
        {
            var (program, arguments) = CommandTests.Split(command);
            var ran = await Command.RunAsync(program, command == Erase ? [.. arguments, "--yes"] : arguments, Cancellation, folder: folder);
            output.WriteLine($"{command}\n{ran.Text}");
            Assert.True(ran.ExitCode == 0, $"{command}: {ran.ExitCode} {ran.Text}");
            Assert.NotEmpty(ran.Output);
            Assert.Equal(command != Erase, File.Exists(Path.Combine(folder, "data", "uploads", "holiday", "beach.jpg")));
        }

        Assert.Single(States());
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>The app, until each upload has its state.</summary>
    private async Task ScanAsync(string command, int uploads)
    {
        var (program, arguments) = CommandTests.Split(command);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var process = Process.Start(new ProcessStartInfo(program, [.. arguments, "--urls", $"http://127.0.0.1:{port}"]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            var log = process.StandardOutput.ReadToEndAsync(Cancellation);
            for (var watch = Stopwatch.StartNew(); States().Length < uploads; await Task.Delay(200, Cancellation))
            {
                Assert.False(process.HasExited, process.HasExited ? await log : "");
                Assert.True(watch.Elapsed < TimeSpan.FromSeconds(120), "The uploads have no states.");
            }
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private string[] States()
    {
        var place = Path.Combine(folder, "data", "sp-results", "uploads=", "states="); // as the folder store names what is no object
        return Directory.Exists(place) ? Directory.GetFiles(place, "*", SearchOption.AllDirectories) : [];
    }

    private void Copy(string sample, string target)
    {
        var path = Path.Combine(folder, target);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Copy(Path.Combine(Repository.Root, "samples", sample), path);
    }
}
