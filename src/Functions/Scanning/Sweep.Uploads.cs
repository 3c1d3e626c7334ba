using System.Collections.Concurrent;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Uploads;
using UploadVersion = StayPositive.Storage.Uploads.UploadVersion;

namespace StayPositive.Functions.Scanning;

/// <summary>
/// Uploads whose current ETag has no state: a merge-join of two sorted listings, so that a million blobs cost some hundred calls; the two orders can differ for rare names, so that a miss is looked up before it is
/// believed.
/// </summary>
internal sealed partial class Sweep
{
    private static readonly TimeSpan ListTime = TimeSpan.FromSeconds(90);

    /// <summary>Of the listing and the scans together.</summary>
    private static readonly TimeSpan JoinTime = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<UploadVersion, int> failures = new();
    private readonly Backoff<UploadVersion> scans = new(clock);
    private readonly Dictionary<string, string?> cursors = [];

    private async Task<SweepReport> JoinAsync(string container, Scope scope, SweepReport report, CancellationToken cancellation)
    {
        var (after, listing, time) = (cursors.GetValueOrDefault(container), new Slice(clock, ListTime), new Slice(clock, JoinTime));
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
            if (!known && !(entry.LastModified < options.SweepSince) && scans.MayTry(entry.Version))
                due.Add(entry);
            last = due.Count >= options.SweepLimit || listing.IsOver ? entry.Version.Name.Name : null;
            if (last is not null)
                break;
        }

        var (begun, failed) = await ScanAsync(scope, due, time, cancellation);
        var left = due.FindIndex(entry => !begun.ContainsKey(entry.Version));
        cursors[container] = left < 0 ? last : left == 0 ? after : due[left - 1].Version.Name.Name; // behind the scans: if they are cut off, the next sweep begins where this one did, and what was scanned has a state
        return report with { Due = report.Due + begun.Count, Failed = report.Failed + failed };
    }

    /// <summary>Scans in the order of the listing. Those whose last scan did not end go before the others and alone: if a process ends under one of them, it is known which.</summary>
    private async Task<(ConcurrentDictionary<UploadVersion, bool> Begun, int Failed)> ScanAsync(Scope scope, List<UploadEntry> due, Slice time, CancellationToken cancellation)
    {
        var (begun, failed) = (new ConcurrentDictionary<UploadVersion, bool>(), 0);
        var suspects = due.Count == 0 ? [] : await attempts.ListAsync(scope, cancellation).ToHashSetAsync(cancellationToken: cancellation);
        foreach (var entry in due.Where(IsSuspect))
            await OneAsync(entry, cancellation);
        await Parallel.ForEachAsync(due.Where(entry => !IsSuspect(entry)), new ParallelOptions { MaxDegreeOfParallelism = 2 * Environment.ProcessorCount, CancellationToken = cancellation }, OneAsync);
        return (begun, failed);

        bool IsSuspect(UploadEntry entry) => suspects.Count > 0 && suspects.Contains(StateKey.Of(scope, entry.Version.Name.Name, entry.Version.ETag));

        async ValueTask OneAsync(UploadEntry entry, CancellationToken stop)
        {
            if (time.IsOver)
                return;
            begun[entry.Version] = true;
            var one = await GuardAsync(new SweepReport(), entry.Version.Name.Name, () => ScanAsync(entry, stop), stop);
            if (one.Failed == 0)
            {
                scans.Passed(entry.Version);
                return;
            }

            scans.Failed(entry.Version);
            Interlocked.Increment(ref failed);
        }
    }

    /// <summary>What fails again and again for a reason of its own gets a state that says so: no host counts the tries of a sweep.</summary>
    private async Task ScanAsync(UploadEntry entry, CancellationToken cancellation)
    {
        var request = new ScanRequest(entry.Version.Name.Container, entry.Version.Name.Name, null, null) { IsCounted = true };
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
}
