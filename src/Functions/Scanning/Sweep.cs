using StayPositive.Functions.Telemetry;
using StayPositive.Storage.Erasure;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Rescoring;
using StayPositive.Storage.States;

namespace StayPositive.Functions.Scanning;

/// <summary>
/// The last resort: uploads whose current ETag has no state, states with open effects, and whatever else a process left undone. It is made of parts: none keeps the others waiting for longer than its slice of the
/// time, and none that fails keeps the others from being done.
/// </summary>
internal sealed partial class Sweep(
    Stores stores, RescanStore rescans, AttemptStore attempts, Eraser eraser, Shadow shadow, ScanFlow flow, Rulings rulings, Poison poison, ScanMetrics metrics, ScanningOptions options, TimeProvider clock, ILogger<Sweep> log)
{
    /// <summary>What fails for a reason of its own is given up with this failure in a row, four minutes behind the first at least (<see cref="Backoff{TKey}"/>).</summary>
    private const int Tries = 10;

    private readonly Backoff<(string What, string Fault)> told = new(clock);
    private int runs;

    /// <summary>One bounded pass over every container. One at a time.</summary>
    public async Task<SweepReport> RunAsync(CancellationToken cancellation)
    {
        var (report, poisoned) = (new SweepReport(), 0);
        report = await GuardAsync(report, "poison", async () => poisoned = await poison.RunAsync(cancellation), cancellation); // first: behind containers with much to do its turn would never come
        var first = runs++; // another container each time: one with much to do does not keep the others waiting when time is short
        for (var n = 0; n < options.Containers.Count; n++)
            report = await ContainerAsync(options.Containers[(first + n) % options.Containers.Count], report, cancellation);

        report = await GuardAsync(report, "shadow", () => shadow.WriteAsync(cancellation), cancellation);
        report = report with { Poisoned = poisoned };
        metrics.Swept(report);
        return report;
    }

    /// <summary>What cannot be listed in one container keeps neither its other work nor the other containers.</summary>
    private async Task<SweepReport> ContainerAsync(string container, SweepReport report, CancellationToken cancellation)
    {
        var scope = new Scope(container);
        foreach (var part in (Func<SweepReport, Task<SweepReport>>[])[
            now => ResumeAsync(scope, now, cancellation),
            now => SettleAsync(scope, now, cancellation),
            now => CarryOutAsync(scope, now, cancellation),
            now => DropDecidedAsync(scope, now, cancellation),
            now => JoinAsync(container, scope, now, cancellation),
            now => RescanAsync(scope, now, cancellation)]) // last: new uploads go first
        {
            var before = report;
            report = await GuardAsync(before, container, () => part(before), cancellation);
        }

        return report;
    }

    private Task<SweepReport> GuardAsync(SweepReport report, string what, Func<Task> work, CancellationToken cancellation) => GuardAsync(
        report, what,
        async () =>
        {
            await work();
            return report;
        },
        cancellation);

    /// <summary>One upload that fails does not keep the others from being scanned.</summary>
    private async Task<SweepReport> GuardAsync(SweepReport report, string what, Func<Task<SweepReport>> work, CancellationToken cancellation)
    {
        try
        {
            return await work();
        }
#pragma warning disable CA1031 // whatever it is, it comes again with the next sweep
        catch (Exception fault) when (!cancellation.IsCancellationRequested && !DiskFull.Is(fault)) // no other upload has room, either
#pragma warning restore CA1031
        {
            var kind = (what, fault.GetType().Name);
            if (told.MayTry(kind)) // a container that cannot be listed fails five times a second
                Failed(fault, Safe.Text(what));
            told.Failed(kind);
            return report with { Failed = report.Failed + 1 };
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The sweep could not finish {Blob}; it is tried again")]
    private partial void Failed(Exception fault, string blob);
}
