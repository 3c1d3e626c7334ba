using System.Collections.Concurrent;
using StayPositive.Functions.Telemetry;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Rescoring;
using StayPositive.Storage.Review;
using StayPositive.Storage.Uploads;
using UploadVersion = StayPositive.Storage.Uploads.UploadVersion;

namespace StayPositive.Functions.Scanning;

/// <summary>
/// The last resort: uploads whose current ETag has no state, and states with open effects. A merge-join of two sorted listings, so that a million blobs cost some hundred calls; the two orders
/// can differ for rare names, so that a miss is looked up before it is believed.
/// </summary>
internal sealed partial class Sweep(
    Stores stores, RescanStore rescans, Shadow shadow, ScanFlow flow, Rulings rulings, Poison poison, ScanMetrics metrics, ScanningOptions options, TimeProvider clock, ILogger<Sweep> log)
{
    private const int PendingLooks = 50;
    private const int Tries = 5;

    /// <summary>New uploads, which only the sweep finds where there are no events, wait behind rescans no longer than this and one scan.</summary>
    private static readonly TimeSpan RescanTime = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<UploadVersion, int> failures = new();
    private readonly Backoff<UploadVersion> scans = new(clock);
    private readonly Backoff<StateKey> effects = new(clock);
    private readonly Backoff<StateKey> rescanned = new(clock);
    private readonly Dictionary<string, string?> cursors = [];
    private readonly Dictionary<string, PendingItem?> looked = [];
    private int runs;

    /// <summary>One bounded pass over every container. One at a time.</summary>
    public async Task<SweepReport> RunAsync(CancellationToken cancellation)
    {
        var report = new SweepReport();
        var first = runs++; // another container each time: one with much to do does not keep the others waiting when time is short
        for (var n = 0; n < options.Containers.Count; n++)
            report = await ContainerAsync(options.Containers[(first + n) % options.Containers.Count], report, cancellation);

        report = await GuardAsync(report, "shadow", () => shadow.WriteAsync(cancellation), cancellation);
        var poisoned = 0;
        report = await GuardAsync(report, "poison", async () => poisoned = await poison.RunAsync(cancellation), cancellation);
        report = report with { Poisoned = poisoned };
        metrics.Swept(report);
        return report;
    }

    /// <summary>What cannot be listed in one container keeps neither its other work nor the other containers.</summary>
    private async Task<SweepReport> ContainerAsync(string container, SweepReport report, CancellationToken cancellation)
    {
        var scope = new Scope(container);
        foreach (var part in (Func<SweepReport, Task<SweepReport>>[])[
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

    /// <summary>States that owe something.</summary>
    private async Task<SweepReport> SettleAsync(Scope scope, SweepReport report, CancellationToken cancellation)
    {
        await foreach (var key in stores.States.ListOpenAsync(scope, cancellation))
        {
            if (report.Settled >= options.SweepLimit)
                break;
            report = report with { Settled = report.Settled + 1 };
            if (!effects.MayTry(key))
                continue;
            var before = report.Failed;
            report = await GuardAsync(report, key.Blob.ToString(), () => flow.SettleAsync(key, cancellation), cancellation);
            if (report.Failed > before)
                effects.Failed(key);
            else
                effects.Passed(key);
        }

        return report;
    }

    /// <summary>More of the uploads that wait for a scan, for a second in each container.</summary>
    /// <returns>True when there may be more that can be scanned now.</returns>
    public async Task<bool> RescanAsync(CancellationToken cancellation)
    {
        var report = new SweepReport();
        foreach (var container in options.Containers)
            report = await GuardAsync(report, container, () => RescanAsync(new Scope(container), report, cancellation), cancellation);
        return report.Rescanned > 0;
    }

    /// <summary>Uploads whose state only a new scan can renew. One that fails waits, and the others do not wait behind it.</summary>
    private async Task<SweepReport> RescanAsync(Scope scope, SweepReport report, CancellationToken cancellation)
    {
        var start = clock.GetTimestamp();
        await foreach (var key in rescans.ListAsync(scope, cancellation).Where(rescanned.MayTry))
        {
            var isDone = false;
            report = await GuardAsync(report, key.Blob.ToString(), async () => isDone = await flow.RescanAsync(key, cancellation) && await rescans.RemoveAsync(key, cancellation), cancellation);
            if (isDone)
                rescanned.Passed(key);
            else
                rescanned.Failed(key);
            report = report with { Rescanned = report.Rescanned + (isDone ? 1 : 0) };
            if (clock.GetElapsedTime(start) >= RescanTime)
                break;
        }

        return report;
    }

    /// <summary>Decisions that not all uploads may have taken in.</summary>
    private async Task<SweepReport> CarryOutAsync(Scope scope, SweepReport report, CancellationToken cancellation)
    {
        await foreach (var ruling in stores.Labels.ListOpenAsync(scope, cancellation).Take(options.SweepLimit))
            report = await GuardAsync(report, ruling.Hash.Hex, () => rulings.CarryOutAsync(scope, ruling, cancellation), cancellation);
        return report;
    }

    /// <summary>Pending items of contents that were decided meanwhile: what a killed scan can leave beside a decision. Some in every sweep, all in turn.</summary>
    private async Task<SweepReport> DropDecidedAsync(Scope scope, SweepReport report, CancellationToken cancellation)
    {
        var items = await stores.Pending.AllAsync(scope, looked.GetValueOrDefault(scope.Key), cancellation).Take(PendingLooks).ToListAsync(cancellation);
        foreach (var item in items)
            if (await stores.Labels.NewestAsync(scope, item.Hash, cancellation) is { } newest && (newest.Ruling, item.Bucket) != (Ruling.Reopened, PendingBucket.Reopened))
                await stores.Pending.RemoveAsync(scope, item, cancellation);
        looked[scope.Key] = items.Count == PendingLooks ? items[^1] : null;
        return report;
    }

    private async Task<SweepReport> JoinAsync(string container, Scope scope, SweepReport report, CancellationToken cancellation)
    {
        var after = cursors.GetValueOrDefault(container);
        await using var states = stores.States.ListAsync(scope, after is null ? null : BlobKey.Of(after), cancellation).GetAsyncEnumerator(cancellation);
        var more = await states.MoveNextAsync();
        var due = new List<UploadEntry>();
        string? last = null;
        await foreach (var entry in stores.Uploads.ListAsync(container, "", after, cancellation))
        {
            var key = StateKey.Of(scope, entry.Version.Name.Name, entry.Version.ETag);
            while (more && string.CompareOrdinal(states.Current.Blob.ToString(), key.Blob.ToString()) < 0)
                more = await states.MoveNextAsync();
            var known = false;
            while (more && states.Current.Blob.ToString() == key.Blob.ToString())
            {
                known |= states.Current.Upload == key.Upload;
                more = await states.MoveNextAsync();
            }

            report = report with { Listed = report.Listed + 1 };
            last = entry.Version.Name.Name;
            if (!known && !(entry.LastModified < options.SweepSince) && scans.MayTry(entry.Version))
                due.Add(entry);
            if (due.Count >= options.SweepLimit)
                break;
        }

        var (found, failed) = (0, 0);
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = 2 * Environment.ProcessorCount, CancellationToken = cancellation }, async (entry, stop) =>
        {
            Interlocked.Increment(ref found);
            var one = await GuardAsync(new SweepReport(), entry.Version.Name.Name, () => ScanAsync(entry, stop), stop);
            if (one.Failed == 0)
            {
                scans.Passed(entry.Version);
                return;
            }

            scans.Failed(entry.Version);
            Interlocked.Increment(ref failed);
        });
        cursors[container] = due.Count >= options.SweepLimit ? last : null; // behind the scans: a sweep whose time was over goes on here, and what it has scanned has a state
        return report with { Due = report.Due + found, Failed = report.Failed + failed };
    }

    /// <summary>What fails again and again for a reason of its own gets a state that says so: no host counts the tries of a sweep.</summary>
    private async Task ScanAsync(UploadEntry entry, CancellationToken cancellation)
    {
        var request = new ScanRequest(entry.Version.Name.Container, entry.Version.Name.Name, null, null);
        try
        {
            await flow.ScanAsync(request, cancellation);
            failures.TryRemove(entry.Version, out _);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested && !Faults.MayPass(fault) && failures.AddOrUpdate(entry.Version, 1, (_, before) => before + 1) >= Tries)
        {
            await flow.PoisonAsync(request, fault, cancellation);
            failures.TryRemove(entry.Version, out _);
        }
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
            Failed(fault, Safe.Text(what));
            return report with { Failed = report.Failed + 1 };
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The sweep could not finish {Blob}; it is tried again")]
    private partial void Failed(Exception fault, string blob);
}
