using StayPositive.Storage.Keys;
using StayPositive.Storage.Review;

namespace StayPositive.Functions.Scanning;

/// <summary>What is owed of what is known: erasures, effects, decisions, and scans that renew a state.</summary>
internal sealed partial class Sweep
{
    private const int PendingLooks = 50;

    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CarryOutTime = TimeSpan.FromSeconds(30);

    /// <summary>New uploads, which only the sweep finds where there are no events, wait behind rescans no longer than this and one scan.</summary>
    private static readonly TimeSpan RescanTime = TimeSpan.FromSeconds(1);

    private readonly Backoff<StateKey> effects = new(clock);
    private readonly Backoff<StateKey> rescanned = new(clock);
    private readonly Dictionary<string, BlobKey?> settled = [];
    private readonly Dictionary<string, PendingItem?> looked = [];

    /// <summary>More of the uploads that wait for a scan, for a second in each container.</summary>
    /// <returns>True when there may be more that can be scanned now.</returns>
    public async Task<bool> RescanAsync(CancellationToken cancellation)
    {
        var report = new SweepReport();
        foreach (var container in options.Containers)
            report = await GuardAsync(report, container, () => RescanAsync(new Scope(container), report, cancellation), cancellation);
        return report.Rescanned > 0;
    }

    /// <summary>Erasures that were cut off.</summary>
    private async Task<SweepReport> ResumeAsync(Scope scope, SweepReport report, CancellationToken cancellation)
    {
        await eraser.ResumeAsync(scope, cancellation);
        return report;
    }

    /// <summary>States that owe something, from where the last sweep ended.</summary>
    private async Task<SweepReport> SettleAsync(Scope scope, SweepReport report, CancellationToken cancellation)
    {
        var (time, tried) = (new Slice(clock, SettleTime), 0);
        var from = settled.GetValueOrDefault(scope.Key);
        settled[scope.Key] = null;
        await foreach (var key in stores.States.ListOpenAsync(scope, from, cancellation))
        {
            if (tried >= options.SweepLimit || time.IsOver)
            {
                settled[scope.Key] = key.Blob;
                break;
            }

            report = report with { Settled = report.Settled + 1 };
            if (!effects.MayTry(key))
                continue;
            tried++;
            var before = report.Failed;
            report = await GuardAsync(report, key.Blob.ToString(), () => flow.SettleAsync(key, cancellation), cancellation);
            if (report.Failed > before)
                effects.Failed(key);
            else
                effects.Passed(key);
        }

        return report;
    }

    /// <summary>Decisions that not all uploads may have taken in.</summary>
    private async Task<SweepReport> CarryOutAsync(Scope scope, SweepReport report, CancellationToken cancellation)
    {
        var time = new Slice(clock, CarryOutTime);
        await foreach (var ruling in stores.Labels.ListOpenAsync(scope, cancellation))
        {
            if (time.IsOver)
                break;
            report = await GuardAsync(report, ruling.Hash.Hex, () => rulings.CarryOutAsync(scope, ruling, time, cancellation), cancellation);
        }

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

    /// <summary>Uploads whose state only a new scan can renew. One that fails waits, and the others do not wait behind it.</summary>
    private async Task<SweepReport> RescanAsync(Scope scope, SweepReport report, CancellationToken cancellation)
    {
        var time = new Slice(clock, RescanTime);
        await foreach (var key in rescans.ListAsync(scope, cancellation).Where(rescanned.MayTry))
        {
            var isDone = false;
            report = await GuardAsync(report, key.Blob.ToString(), async () => isDone = await IsOverAsync(key, cancellation) && await rescans.RemoveAsync(key, cancellation), cancellation);
            if (isDone)
                rescanned.Passed(key);
            else
                rescanned.Failed(key);
            report = report with { Rescanned = report.Rescanned + (isDone ? 1 : 0) };
            if (time.IsOver)
                break;
        }

        return report;
    }

    /// <summary>True when a new scan has been made, or nothing is left to scan, or it has failed again and again for a reason of its own: then the state stays as it is.</summary>
    private async Task<bool> IsOverAsync(StateKey key, CancellationToken cancellation)
    {
        try
        {
            return await flow.RescanAsync(key, cancellation);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested && !Faults.MayPass(fault) && rescanned.Failures(key) + 1 >= Tries)
        {
            GivenUp(fault, Safe.Text(key.Blob.Name() ?? key.Blob.ToString()));
            return true;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A new scan of {Blob} failed again and again; its state stays as it is until the next rescoring")]
    private partial void GivenUp(Exception fault, string blob);
}
