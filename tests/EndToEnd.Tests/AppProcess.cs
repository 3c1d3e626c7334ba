using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace StayPositive.EndToEnd.Tests;

/// <summary>The app as a real process on a free port of the loopback; killed at the end.</summary>
internal sealed partial class AppProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private static readonly string[] Program = ["dotnet", Path.Combine(AppContext.BaseDirectory, "StayPositive.Functions.dll")];

    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();
    private readonly TaskCompletionSource<string> token = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AppProcess(Process process, int port)
    {
        this.process = process;
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = StartLimit };
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Without a token, until <see cref="TokenAsync"/> was called.</summary>
    public HttpClient Http { get; }

    /// <summary>All that it wrote.</summary>
    public string Log => string.Join('\n', lines);

    /// <summary>Resident memory, MB (10^6 bytes).</summary>
    public double ResidentMegabytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1e6;
        }
    }

    /// <summary>The most memory that was resident at once, MB (10^6 bytes).</summary>
    public double PeakMegabytes
    {
        get
        {
            process.Refresh();
            return process.PeakWorkingSet64 / 1e6;
        }
    }

    /// <summary>Processor time of all cores so far, seconds.</summary>
    public double ProcessorSeconds
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime.TotalSeconds;
        }
    }

    /// <summary>Standalone on a folder.</summary>
    public static AppProcess OnFolder(string data, params (string Name, string Value)[] settings)
    {
        var port = FreePort();
        return new AppProcess(Start(Program, ["--data", data, "--urls", $"http://127.0.0.1:{port}"], settings), port);
    }

    /// <summary>With arguments of the test's own; it is not asked anything.</summary>
    public static AppProcess With(params string[] arguments) => new(Start(Program, arguments, []), 0);

    /// <summary>Until it ends by itself.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> ExitAsync(CancellationToken cancellation)
    {
        await process.WaitForExitAsync(cancellation).WaitAsync(StartLimit, cancellation);
        process.WaitForExit(); // the last lines
        return process.ExitCode;
    }

    /// <summary>As the Functions host starts it.</summary>
    public static AppProcess AsCustomHandler(params (string Name, string Value)[] settings) => AsCustomHandler(Program, settings);

    /// <summary>As the Functions host starts the executable of a published app.</summary>
    public static AppProcess AsCustomHandler(IReadOnlyList<string> program, params (string Name, string Value)[] settings)
    {
        var port = FreePort();
        return new AppProcess(Start(program, [], [("FUNCTIONS_CUSTOMHANDLER_PORT", $"{port}"), .. settings]), port);
    }

    /// <summary>The token of this start, as it was printed; requests carry it from now on.</summary>
    public async Task<string> TokenAsync(CancellationToken cancellation)
    {
        var text = await token.Task.WaitAsync(StartLimit, cancellation);
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", text);
        return text;
    }

    /// <summary>Until an address answers, with whatever status.</summary>
    public async Task AnswersAsync(string path, CancellationToken cancellation)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(25, cancellation))
        {
            try
            {
                using var answer = await Http.GetAsync(path, cancellation);
                return;
            }
            catch (HttpRequestException) when (watch.Elapsed < StartLimit && !process.HasExited)
            {
                // Not listening yet.
            }
        }
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>One SIGINT, to this process alone.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> InterruptAsync(CancellationToken cancellation)
    {
        using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        await kill.WaitForExitAsync(cancellation);
        await process.WaitForExitAsync(cancellation).WaitAsync(TimeSpan.FromSeconds(40), cancellation);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
        Http.Dispose();
    }

    private static Process Start(IReadOnlyList<string> program, string[] arguments, (string Name, string Value)[] settings)
    {
        // env: a runner in the background of a shell would hand down that SIGINT is ignored.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", .. program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private void Read(string? line)
    {
        if (line is null)
            return;
        lines.Enqueue(line);
        if (Token().Match(line) is { Success: true } match)
            token.TrySetResult(match.Groups[1].Value);
    }

    /// <summary>A port that nobody listens on now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"Token of this start \(.*\): ([0-9a-f]{32})$")]
    private static partial Regex Token();
}
