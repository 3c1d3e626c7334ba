using System.Diagnostics;

namespace StayPositive.RetrainJob;

/// <summary>
/// Progress of a long job on stderr: a line that rewrites itself on a terminal, a line every 15 seconds elsewhere, so that a log stays readable.
/// </summary>
internal sealed class Progress
{
    private static readonly TimeSpan TerminalPeriod = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan LogPeriod = TimeSpan.FromSeconds(15);

    private readonly string name;
    private readonly int total;
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private TimeSpan last;
    private int done;
    private int started;

    private Progress(string name, int total) => (this.name, this.total) = (name, total);

    public static void Run(string name, int total, Action<Progress> work)
    {
        var progress = new Progress(name, total);
        work(progress);
        progress.Write("done", final: true);
    }

    /// <inheritdoc cref="Run"/>
    public static async Task RunAsync(string name, int total, Func<Progress, Task> work)
    {
        var progress = new Progress(name, total);
        await work(progress);
        progress.Write("done", final: true);
    }

    /// <summary>Work that an earlier run had finished; it does not count for the speed.</summary>
    public void Start(int alreadyDone) => done = started = alreadyDone;

    /// <summary>So much more is done; from any thread.</summary>
    public void Advance(int count, string? note = null)
    {
        lock (watch)
        {
            done += count;
            if (watch.Elapsed - last >= (Console.IsErrorRedirected ? LogPeriod : TerminalPeriod))
                Write(note, final: false);
        }
    }

    private void Write(string? note, bool final)
    {
        last = watch.Elapsed;
        var speed = (done - started) / Math.Max(watch.Elapsed.TotalSeconds, 1e-3);
        var left = speed > 0 && !final ? $", {TimeSpan.FromSeconds((total - done) / speed):h\\:mm\\:ss} left" : "";
        var line = $"{name}: {done}/{total}, {speed:F1}/s, {watch.Elapsed:h\\:mm\\:ss}{left}{(note is null ? "" : ", " + note)}";
        Console.Error.Write(Console.IsErrorRedirected ? line + "\n" : $"\r{line,-100}{(final ? "\n" : "")}");
    }
}
