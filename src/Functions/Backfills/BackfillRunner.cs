using StayPositive.Functions.Scanning;
using StayPositive.Storage.Backfills;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Models;
using StayPositive.Storage.Uploads;

namespace StayPositive.Functions.Backfills;

/// <summary>
/// Works on backfills, a page at a time, through the same flow as every upload. One upload at a time, and only while no other scan waits for memory, so that what users upload now goes first.
/// Whatever ends it, the document says how far it had come, and the next step goes on from there.
/// </summary>
internal sealed partial class BackfillRunner(
    BackfillStore backfills, Stores stores, ScanFlow flow, MemoryBudget memory, ScanningOptions scanning, BackfillOptions options, TimeProvider clock, ILogger<BackfillRunner> log)
{
    private const int MostAttempts = 3;
    private const int ListingSize = 5000; // uploads of one call of the listing
    private static readonly TimeSpan Yield = TimeSpan.FromMilliseconds(50);

    private readonly string owner = $"{Environment.MachineName}";
    private readonly HashSet<string> over = [];
    private (string Id, BackfillPage Listing)? ahead;

    /// <summary>One page of every backfill that is to go on.</summary>
    /// <returns>True when there is more to do at once.</returns>
    public async Task<bool> StepAsync(CancellationToken cancellation)
    {
        var more = false;
        foreach (var scope in scanning.Containers.Select(container => new Scope(container)))
            foreach (var id in await backfills.ListAsync(scope, cancellation).Where(id => !over.Contains($"{scope}/{id}")).ToListAsync(cancellation))
                more |= await StepAsync(scope, id, cancellation);
        return more;
    }

    private async Task<bool> StepAsync(Scope scope, string id, CancellationToken cancellation)
    {
        if (await backfills.ChangeAsync(scope, id, Claimed, cancellation) is not var (backfill, isOurs))
            return false;
        if (backfill.IsOver())
            over.Add($"{scope}/{id}");
        if (!isOurs)
            return false;
        var done = backfill.Status == BackfillStatus.Counting ? await BackfillCounting.StepAsync(stores, scope, backfill, cancellation) : await ScanAsync(scope, backfill, cancellation);
        // Also when the time is over: what was scanned counts against the day's budget.
        var merged = await backfills.ChangeAsync(scope, id, there => Merged(there, backfill, done), CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        if (merged is not (var now, true))
            return false;
        if (now.Status == BackfillStatus.Deferred)
            Defer(now);
        return now.Status is BackfillStatus.Counting or BackfillStatus.Running && now.Attempts == 0 && (now.Count, now.Progress) != (backfill.Count, backfill.Progress);
    }

    /// <summary>Null when there is nothing to do, or another process does it.</summary>
    private Backfill? Claimed(Backfill there)
    {
        var now = clock.GetUtcNow();
        if (there.Owner is not null && there.Owner != owner && there.OwnedUntil > now)
            return null;
        if (there.Status == BackfillStatus.Deferred && there.DeferredUntil <= now)
            there = there with { Status = BackfillStatus.Running, DeferredUntil = null };
        return there.Status is BackfillStatus.Counting or BackfillStatus.Running ? there with { Owner = owner, OwnedUntil = now + TimeSpan.FromSeconds(options.LeaseSeconds) } : null;
    }

    /// <summary>What was done, on the document as it is now: a pause or an end that came meanwhile stays. Null when another process took the same page on before.</summary>
    internal static Backfill? Merged(Backfill there, Backfill before, Backfill after)
    {
        if (there.Cursor != before.Cursor || there.Count != before.Count || there.Progress != before.Progress)
            return null;
        return after with { Status = there.Status == before.Status ? after.Status : there.Status, DailyMegapixels = there.DailyMegapixels, DeferredUntil = there.Status == before.Status ? after.DeferredUntil : null, Owner = null, OwnedUntil = null };
    }

    private async Task<Backfill> ScanAsync(Scope scope, Backfill backfill, CancellationToken cancellation)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        if (backfill.Day != today)
            backfill = backfill with { Day = today, DayMegapixels = 0 };
        var page = await PageAsync(scope, backfill, cancellation);
        foreach (var upload in page.Uploads)
        {
            if (backfill.DailyMegapixels <= backfill.DayMegapixels)
                return backfill with { Status = BackfillStatus.Deferred, DeferredUntil = new DateTimeOffset(today.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero) };
            try
            {
                if (await TakeAsync(scope, backfill, page, upload, cancellation) is not { } further)
                    return backfill with { Attempts = backfill.Attempts + 1 };
                if (further == backfill)
                    return backfill; // it cannot go on now
                backfill = further;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return backfill; // the uploads before this one are done
            }
        }

        return page.IsLast ? backfill with { Status = BackfillStatus.Done, Cursor = null } : backfill;
    }

    /// <summary>The next uploads. A listing of thousands costs as much as one of a page, so that it is kept until all of it was taken on; what has been overwritten or removed since, the scan sees.</summary>
    private async Task<BackfillPage> PageAsync(Scope scope, Backfill backfill, CancellationToken cancellation)
    {
        if (ahead is { } kept && kept.Id == backfill.Id && kept.Listing.Behind(backfill.Cursor, options.PageSize) is { } next)
            return next;
        var listing = await BackfillPage.ReadAsync(stores, scope, backfill, ListingSize, cancellation);
        ahead = listing.IsLast && listing.Uploads.Count <= options.PageSize ? null : (backfill.Id, listing);
        return listing.Behind(backfill.Cursor, options.PageSize) ?? listing;
    }

    /// <summary>One upload further; null when it failed and is to be tried again.</summary>
    private async Task<Backfill?> TakeAsync(Scope scope, Backfill backfill, BackfillPage page, UploadEntry upload, CancellationToken cancellation)
    {
        var (progress, megapixels, name) = (backfill.Progress with { Taken = backfill.Progress.Taken + 1 }, 0.0, upload.Version.Name.Name);
        if (page.IsKnown(scope, upload))
        {
            progress = Counted(progress, FlowOutcome.Known);
        }
        else
        {
            try
            {
                while (memory.Waiting > 0)
                    await Task.Delay(Yield, clock, cancellation);
                var outcome = await flow.ScanAsync(new ScanRequest(backfill.Container, name, null, $"backfill {backfill.Id}") { IsCounted = true }, cancellation);
                megapixels = outcome == FlowOutcome.Scanned ? await MegapixelsAsync(scope, upload, cancellation) : 0;
                progress = Counted(progress, outcome) with { Megapixels = progress.Megapixels + megapixels };
            }
            catch (Exception passing) when (passing is ModelUnavailableException || DiskFull.Is(passing))
            {
                return backfill; // the upload is not to blame
            }
#pragma warning disable CA1031 // whatever it is: it is tried again, and then passed over
            catch (Exception fault) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Failed(fault, backfill.Id, Safe.Text(name), backfill.Attempts + 1, MostAttempts);
                if (backfill.Attempts + 1 < MostAttempts)
                    return null;
                progress = progress with { Failed = progress.Failed + 1 };
                BackfillMetrics.Uploads.Add(1, new KeyValuePair<string, object?>("outcome", "Failed"));
            }
        }

        BackfillMetrics.Megapixels.Add(megapixels);
        return backfill with { Cursor = name, Attempts = 0, Progress = progress, DayMegapixels = backfill.DayMegapixels + megapixels };
    }

    private static BackfillProgress Counted(BackfillProgress progress, FlowOutcome outcome)
    {
        BackfillMetrics.Uploads.Add(1, new KeyValuePair<string, object?>("outcome", outcome.ToString()));
        return outcome switch
        {
            FlowOutcome.Scanned => progress with { Scanned = progress.Scanned + 1 },
            FlowOutcome.Known => progress with { Known = progress.Known + 1 },
            _ => progress with { Skipped = progress.Skipped + 1 },
        };
    }

    /// <summary>What the scan cost: nothing for a duplicate, or for what was refused.</summary>
    private async Task<double> MegapixelsAsync(Scope scope, UploadEntry upload, CancellationToken cancellation) =>
        await stores.States.ReadAsync(StateKey.Of(scope, upload.Version.Name.Name, upload.Version.ETag), cancellation) is { Hash: { } hash, Timings.Features: > 0 }
            ? (await stores.Measurements.ListAsync(scope, ContentHash.Parse(hash), cancellation).FirstOrDefaultAsync(cancellation))?.Megapixels ?? 0
            : 0;

    private void Defer(Backfill backfill)
    {
        BackfillMetrics.Deferrals.Add(1);
        Deferred(backfill.Id, backfill.DayMegapixels, backfill.DailyMegapixels, backfill.DeferredUntil);
    }

    [LoggerMessage(EventName = "BackfillDeferred", Level = LogLevel.Warning, Message = "BackfillDeferred: the backfill {Id} has scanned {Megapixels:F1} of {Daily} megapixels of this day, and goes on at {Until:u}")]
    private partial void Deferred(string id, double megapixels, double? daily, DateTimeOffset? until);

    [LoggerMessage(Level = LogLevel.Error, Message = "The backfill {Id} could not scan {Blob}, attempt {Attempt} of {Most}")]
    private partial void Failed(Exception fault, string id, string blob, int attempt, int most);
}
