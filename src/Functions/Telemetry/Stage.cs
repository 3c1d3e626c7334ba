using System.Diagnostics;

namespace StayPositive.Functions.Telemetry;

/// <summary>One stage under way: a span, and its duration when it is disposed.</summary>
internal sealed class Stage(ScanMetrics metrics, string name, Activity? activity) : IDisposable
{
    private readonly long start = Stopwatch.GetTimestamp();

    /// <summary>Time since its start.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(start);

    /// <summary>Code of the result.</summary>
    public void Tell(string code) => activity?.SetTag("code", code);

    public void Dispose()
    {
        metrics.Took(name, Elapsed);
        activity?.Dispose();
    }
}
