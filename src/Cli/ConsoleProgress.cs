using System.Diagnostics;

namespace StayPositive.Cli;

/// <summary>A bar on stderr that rewrites its line; silent where stderr is not a terminal, so that logs and pipes stay clean.</summary>
internal sealed class ConsoleProgress(TextWriter error, int total) : IDisposable
{
    private const int BarWidth = 30;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(0.1);
    private readonly bool shown = ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected;
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private TimeSpan last = -Period;
    private int done;

    /// <summary>One more file is done.</summary>
    public void Advance()
    {
        done++;
        if (watch.Elapsed - last < Period) return;
        last = watch.Elapsed;
        var left = TimeSpan.FromSeconds(watch.Elapsed.TotalSeconds / done * Math.Max(0, total - done));
        var filled = Math.Min(BarWidth, BarWidth * done / Math.Max(1, total));
        Note($"[{new string('#', filled)}{new string('-', BarWidth - filled)}] {done}/{total} images, {left:h\\:mm\\:ss} left");
    }

    /// <summary>Replaces the line.</summary>
    public void Note(string text)
    {
        if (shown) error.Write($"\r{text,-79}");
    }

    /// <summary>Removes the line.</summary>
    public void Dispose()
    {
        if (shown) error.Write($"\r{"",-79}\r");
    }
}
