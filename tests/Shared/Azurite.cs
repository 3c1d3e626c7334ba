using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace StayPositive.Tests;

/// <summary>
/// The storage emulator as a process of its own, in memory, on free ports of the loopback. An assembly fixture (<c>[assembly: AssemblyFixture(typeof(Azurite))]</c>) that
/// starts with the first test that asks; without Node.js such tests are skipped, or fail when REQUIRE_ALL is 1.
/// </summary>
public sealed class Azurite : IAsyncDisposable
{
    // The emulator's public, fixed account.
    private const string Account = "devstoreaccount1";
    private const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Lazy<Task<string>> start;
    private Process? process;

    public Azurite() => start = new(StartAsync);

    /// <summary>For blobs and queues. Skips the calling test when the emulator cannot be installed here.</summary>
    public async Task<string> ConnectionStringAsync()
    {
        try
        {
            return await start.Value;
        }
        catch (Exception missing) when (IsMissing(missing))
        {
            Skip(missing);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (process is null)
            return;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>An emulator with a command line of the caller's own.</summary>
    /// <param name="arguments">Of its program.</param>
    /// <param name="ports">Where it must answer.</param>
    public static async Task<Azurite> StartAsync(string[] arguments, params int[] ports)
    {
        var emulator = new Azurite();
        try
        {
            await emulator.StartProcessAsync(arguments, ports);
        }
        catch (Exception missing) when (IsMissing(missing))
        {
            Skip(missing);
        }

        return emulator;
    }

    private async Task<string> StartAsync()
    {
        var ports = FreePorts(3);
        await StartProcessAsync(
            ["--inMemoryPersistence", "--silent", "--disableTelemetry", "--skipApiVersionCheck", "--blobPort", $"{ports[0]}", "--queuePort", $"{ports[1]}", "--tablePort", $"{ports[2]}"], ports);
        return $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={AccountKey};"
            + $"BlobEndpoint=http://127.0.0.1:{ports[0]}/{Account};QueueEndpoint=http://127.0.0.1:{ports[1]}/{Account};";
    }

    private async Task StartProcessAsync(string[] arguments, int[] ports)
    {
        process = Process.Start(new ProcessStartInfo("node", [await InstallAsync(), .. arguments]) { WorkingDirectory = Path.GetTempPath(), RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        foreach (var port in ports)
            if (!await AnswersAsync(port))
            {
                process.Kill(entireProcessTree: true);
                throw new InvalidOperationException($"The storage emulator did not start on port {port}: {await output}{await errors}");
            }
    }

    private static bool IsMissing(Exception missing) => missing is System.ComponentModel.Win32Exception or PlatformNotSupportedException && Environment.GetEnvironmentVariable("REQUIRE_ALL") != "1";

    private static void Skip(Exception missing) => Assert.Skip($"The storage emulator needs Node.js 20 with npm and bash: {missing.Message}");

    /// <summary>Path of the emulator's program.</summary>
    private static async Task<string> InstallAsync()
    {
        var home = Path.Combine(Repository.Root, "tests", "azurite");
        using (var npm = Process.Start(new ProcessStartInfo("npm", ["--version"]) { RedirectStandardOutput = true, RedirectStandardError = true })!)
            await npm.WaitForExitAsync(); // throws when there is none
        using var install = Process.Start(new ProcessStartInfo(Path.Combine(home, "install")) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = install.StandardOutput.ReadToEndAsync();
        var errors = await install.StandardError.ReadToEndAsync();
        await install.WaitForExitAsync();
        return install.ExitCode == 0
            ? (await output).Trim()
            : throw new PlatformNotSupportedException($"tests/azurite/install ended with {install.ExitCode}: {errors}");
    }

    private async Task<bool> AnswersAsync(int port)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < StartLimit && !process!.HasExited; await Task.Delay(50))
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port);
                return true;
            }
            catch (SocketException)
            {
                // Not listening yet.
            }
        }
        return false;
    }

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners)
            listener.Start();
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        foreach (var listener in listeners)
            listener.Dispose();
        return ports;
    }
}
