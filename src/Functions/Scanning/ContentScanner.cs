using StayPositive.Detector.Heatmaps;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Verdicts;
using StayPositive.Functions.Telemetry;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Models;
using StayPositive.Storage.States;

namespace StayPositive.Functions.Scanning;

/// <summary>Scans contents inside the memory and the number of scans of the settings, and keeps what the pixels of an upload say: measurement and heat map.</summary>
internal sealed class ContentScanner(Stores stores, Shadow shadow, MemoryBudget memory, ScanMetrics metrics, ScanningOptions options, TimeProvider clock) : IDisposable
{
    // Files that wait for their scan have a budget of their own: from one for both, they could take what the scans need to go on.
    private readonly MemoryBudget contents = new(options.MemoryMegabytes * MemoryBudget.ContentShare);
    private readonly SemaphoreSlim slots = new(options.Concurrency > 0 ? options.Concurrency : Environment.ProcessorCount);

    /// <summary>Takes the memory of a file that is about to be read; disposed when the file is no longer needed.</summary>
    public Task<IDisposable> HoldAsync(long bytes, CancellationToken cancellation) => contents.TakeAsync(bytes, cancellation);

    /// <summary>Waits for the memory of a scan, by the pixels in the header, and then for its turn; disposed when the scan has ended.</summary>
    public async Task<IDisposable> EnterAsync(ReadOnlyMemory<byte> content, ModelLease lease, string container, CancellationToken cancellation)
    {
        using var stage = metrics.Start("wait", container);
        var part = await memory.TakeAsync(lease.Scanner.MemoryFor(content), cancellation);
        try
        {
            await slots.WaitAsync(cancellation);
        }
        catch
        {
            part.Dispose();
            throw;
        }

        return new Turn(part, slots);
    }

    /// <summary>Scans, and stores measurement and heat map; null when the content was erased meanwhile. The state has neither upload nor times.</summary>
    public async Task<UploadState?> ScanAsync(Scope scope, ContentHash hash, ReadOnlyMemory<byte> content, ModelLease lease, Policy policy, CancellationToken cancellation)
    {
        Scan scan;
        byte[]? map;
        var challenger = await shadow.BesideAsync(lease, cancellation);
        var how = challenger is null ? null : new ScanOptions { MoreHeads = [challenger.Package.Head] };
        using (await EnterAsync(content, lease, scope.Name, cancellation)) // its memory covers the painting, too
            (scan, map) = await Task.Run(() => Painted(lease.Scanner.Scan(content, how, policy, cancellation)), cancellation);

        Record(scan, scope.Name);
        var opinion = challenger is null ? null : shadow.Judge(lease, challenger, scan, policy);
        using var stage = metrics.Start("keep", scope.Name);
        if (scan.Measurement is { } measurement && !await stores.Measurements.WriteAsync(scope, hash, measurement, cancellation))
            return null;
        if (map is not null && !await stores.HeatMaps.WriteAsync(scope, hash, lease.Package.Version, map, cancellation))
            return null;
        return StateOf(scan, lease) with { Shadow = opinion };

        (Scan Scan, byte[]? Map) Painted(Scan done) => (done, done.Map is not null && done.Verdict.Decision != Decision.NoFindings ? HeatMap.Paint(content, done, policy) : null);
    }

    public void Dispose() => slots.Dispose();

    private void Record(Scan scan, string container)
    {
        var end = clock.GetUtcNow();
        metrics.Past("verdict", container, scan.Timings.Verdict, end);
        metrics.Past("features", container, scan.Timings.Features, end - scan.Timings.Verdict);
        metrics.Past("decode", container, scan.Timings.Decode, end - scan.Timings.Verdict - scan.Timings.Features);
        metrics.Scanned(scan.Measurement?.Megapixels ?? 0);
    }

    private static UploadState StateOf(Scan scan, ModelLease lease)
    {
        var verdict = scan.Verdict;
        return new UploadState
        {
            Upload = null!,
            Code = scan.Rejected?.Code.ToString() ?? ResultCode.Scanned,
            Decision = verdict.Decision,
            Reason = verdict.Reason,
            Score = scan.Measurement is null ? null : verdict.Logit,
            Probability = verdict.Probability,
            Prevalence = verdict.Probability is null ? null : verdict.Prevalence,
            Threshold = verdict.Threshold is { } set ? new StateThreshold(set.Global, set.FalsePositiveRate, set.Photos, set.FalsePositives, set.Supported) : null,
            Region = verdict.Region is { } region ? new StateRegion(region.X, region.Y, region.Width, region.Height, region.AreaShare) : null,
            Model = verdict.Model.Value,
            ModelManifest = lease.Target.Manifest,
            Policy = verdict.PolicyVersion,
            Timings = new StateTimings(0, scan.Timings.Decode.TotalMilliseconds, scan.Timings.Features.TotalMilliseconds, scan.Timings.Verdict.TotalMilliseconds),
            ScannedAt = default,
        };
    }

    private sealed class Turn(IDisposable part, SemaphoreSlim slots) : IDisposable
    {
        private int ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref ended, 1) == 1)
                return;
            slots.Release();
            part.Dispose();
        }
    }
}
