using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace StayPositive.Fuzz.Supervising;

/// <summary>A worker as its parent sees it: lines, a heartbeat, resident memory, and an end.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private const int ErrorLength = 2000;
    private const int WaitingFactor = 12;
    private readonly RunOptions options;
    private readonly Process process;
    private readonly StringBuilder errors = new();
    private long begun;

    private WorkerProcess(RunOptions options, Process process) => (this.options, this.process) = (options, process);

    /// <summary>Why the worker was killed: "hang" or "memory"; null if it was not.</summary>
    public string? Killed { get; private set; }

    /// <summary>The case under way.</summary>
    public int? Current { get; private set; }

    /// <summary>Starts the worker on a range of cases.</summary>
    public static WorkerProcess Start(RunOptions options, int from, int to)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet",
            [
                typeof(WorkerProcess).Assembly.Location, "worker", "--source", options.Source, "--seed", Text(options.Seed), "--from", Text(from), "--to", Text(to),
                "--scan-every", Text(options.ScanEvery),
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var worker = new WorkerProcess(options, new Process { StartInfo = start });
        worker.process.ErrorDataReceived += (_, line) => worker.Error(line.Data);
        worker.process.Start();
        worker.process.BeginErrorReadLine();
        return worker;
    }

    /// <summary>Passes on every finished case until the worker ends, and kills it when a case takes too long or too much memory.</summary>
    /// <returns>Its exit code; 128 + n after signal n.</returns>
    public async Task<int> ReadAsync(Action<CaseLine> finished, CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var watching = WatchAsync(ended.Token);
        while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            if (CaseLine.Begun(line) is { } number)
            {
                Current = number;
                Volatile.Write(ref begun, Stopwatch.GetTimestamp());
                continue;
            }

            Volatile.Write(ref begun, 0);
            Current = null;
            finished(CaseLine.Parse(line));
        }

        await ended.CancelAsync();
        await watching;
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode;
    }

    /// <summary>The last that it wrote on the standard error.</summary>
    public string Errors()
    {
        lock (errors)
            return errors.ToString().Trim();
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task WatchAsync(CancellationToken ended)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var seen = 0L;
        var processorTimeBefore = TimeSpan.Zero;
        try
        {
            while (Killed is null)
            {
                await timer.WaitForNextTickAsync(ended);
                if (Overdue(ref seen, ref processorTimeBefore))
                    Killed = "hang";
                else if (ResidentMemory.Now(process.Id) > options.MemoryLimitMegabytes * 1_000_000L)
                    Killed = "memory";
            }

            process.Kill();
        }
        catch (Exception exception) when (exception is OperationCanceledException or InvalidOperationException)
        {
            // The worker ended by itself.
        }
    }

    /// <summary>
    /// By the clock and by the processor time, because a busy machine makes everything slow; but a worker that waits for something uses no processor at all.
    /// </summary>
    private bool Overdue(ref long seen, ref TimeSpan processorTimeBefore)
    {
        var since = Volatile.Read(ref begun);
        if (since == 0)
            return false;
        process.Refresh();
        if (since != seen)
            (seen, processorTimeBefore) = (since, process.TotalProcessorTime);
        var elapsed = Stopwatch.GetElapsedTime(since);
        return (elapsed > options.CaseLimit && process.TotalProcessorTime - processorTimeBefore > options.CaseLimit) || elapsed > WaitingFactor * options.CaseLimit;
    }

    private void Error(string? line)
    {
        lock (errors)
        {
            errors.AppendLine(line);
            if (errors.Length > ErrorLength)
                errors.Remove(0, errors.Length - ErrorLength);
        }
    }
}
