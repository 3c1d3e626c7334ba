using System.Diagnostics;
using StayPositive.Detector.Heatmaps;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Models;
using StayPositive.Storage.Rescoring;
using StayPositive.Storage.Review;
using StayPositive.Storage.States;
using StayPositive.Storage.Uploads;
using UploadVersion = StayPositive.Storage.Keys.UploadVersion;

namespace StayPositive.Functions.Scanning;

/// <summary>
/// The one way from a request to a state, behind every door: known container, filters, state already there?, bounded read, hash, scan or the verdict of the same content, measurement,
/// heat map, state, effects. Every step may happen twice.
/// </summary>
internal sealed partial class ScanFlow(Stores stores, CurrentModel models, Shadow shadow, Rulings rulings, Effects effects, MemoryBudget memory, ScanningOptions options, Secrets secrets, TimeProvider clock, ILogger<ScanFlow> log) : IDisposable
{
    private const int Tries = 5;
    private const long Overhead = 180_000_000; // of one scan of 12 megapixels or more

    // Files that wait for their scan have a budget of their own: from one for both, they could take what the scans need to go on.
    private readonly MemoryBudget contents = new(options.MemoryMegabytes * MemoryBudget.ContentShare);

    private readonly SemaphoreSlim slots = new(options.Concurrency > 0 ? options.Concurrency : Environment.ProcessorCount);

    /// <summary>Scans what lies there now, unless it has a state; then its open effects are finished.</summary>
    public async Task<FlowOutcome> ScanAsync(ScanRequest request, CancellationToken cancellation)
    {
        if ((request.Authority is { } authority && authority != stores.Authority) || !options.Containers.Contains(request.Container) || NameOf(request) is not { } name)
        {
            Unknown(Safe.Text(request.Container));
            return FlowOutcome.UnknownSource;
        }

        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (await stores.Uploads.FindAsync(name, cancellation) is not { } entry)
                return FlowOutcome.Gone;
            if (await ScanVersionAsync(entry, request, cancellation) is { } outcome)
                return outcome;
        }

        return FlowOutcome.Restless;
    }

    /// <summary>Finishes what a state owes; what lies there now is scanned if it is another content.</summary>
    public async Task SettleAsync(StateKey key, CancellationToken cancellation)
    {
        if (await stores.States.SettleAsync(key, cancellation) is { } state && await FinishAsync(key, state, cancellation))
            await ScanAsync(new ScanRequest(state.Upload.Container, state.Upload.Blob, null, null), cancellation);
    }

    /// <summary>Bytes of memory that the scan of a file takes whose header has not been read.</summary>
    internal static long MemoryFor(long length) => Overhead + 2 * length;

    /// <summary>Null for what cannot be a name.</summary>
    internal static UploadName? NameOf(ScanRequest request)
    {
        try
        {
            return new UploadName(request.Container, request.Blob);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    public void Dispose() => slots.Dispose();

    /// <summary>Null when another content lies there now.</summary>
    private async Task<FlowOutcome?> ScanVersionAsync(UploadEntry entry, ScanRequest request, CancellationToken cancellation)
    {
        var upload = Identify(entry);
        var scope = new Scope(upload.Container);
        var key = StateKey.Of(scope, upload.Blob, upload.ETag);
        if (await stores.States.ReadAsync(key, cancellation) is { } known)
            return await FinishAsync(key, known, cancellation) ? null : FlowOutcome.Known;
        if (await stores.Tombstones.HasAsync(key, cancellation))
            return FlowOutcome.Erased;

        var (state, outcome) = await MakeAsync(scope, entry, request, cancellation);
        if (state is null)
            return outcome;
        var written = await stores.States.CreateAsync(scope, state, cancellation);
        if (written.State is not { } there)
            return FlowOutcome.Erased;
        var name = Safe.Text(upload.Blob);
        Scanned(upload.Container, name, there.Decision, there.Code, there.Model ?? "-");
        return await FinishAsync(key, there, cancellation) ? null : FlowOutcome.Scanned;
    }

    /// <returns>True when another content lies there now.</returns>
    private async Task<bool> FinishAsync(StateKey key, UploadState state, CancellationToken cancellation) =>
        await rulings.TakeInAsync(key.Scope, key, state, cancellation) is { } taken && await effects.FinishAsync(key, taken, cancellation);

    private async Task<(UploadState? State, FlowOutcome? Outcome)> MakeAsync(Scope scope, UploadEntry entry, ScanRequest request, CancellationToken cancellation)
    {
        if (IsFiltered(entry.Version.Name.Name))
            return (NotScanned(entry, request, ResultCode.Filtered, "A filter of the settings leaves it out."), null);

        using var lease = await models.LeaseAsync(cancellation);
        var policy = lease.Package.Policy;
        var most = policy.Limits.MaxMegabytes * 1_000_000L;
        if (entry.Length > most)
            return (NotScanned(entry, request, ResultCode.TooManyBytes, $"It has {entry.Length} bytes; the limit is {policy.Limits.MaxMegabytes} MB."), null);

        using var part = await contents.TakeAsync(entry.Length, cancellation);
        var watch = Stopwatch.StartNew();
        var read = await stores.Uploads.ReadAsync(entry.Version, (int)most, cancellation);
        if (read.Outcome == UploadReadOutcome.Gone)
            return (null, FlowOutcome.Gone);
        if (read.Outcome != UploadReadOutcome.Read)
            return (null, null);
        var hash = ContentHash.Of(read.Content.Span);
        var took = watch.Elapsed;
        if (await stores.Tombstones.HasAsync(scope, hash, cancellation))
            return (null, FlowOutcome.Erased);

        var label = await stores.Labels.HoldingAsync(scope, hash, cancellation);
        var known = await KnownAsync(scope, hash, lease, cancellation);
        var state = known is not null
            ? known with { Timings = new StateTimings(took.TotalMilliseconds, 0, 0, 0) }
            : await ScanContentAsync(scope, hash, read.Content, lease, took, cancellation);
        if (state is null)
            return (null, FlowOutcome.Erased);
        var audit = AuditSample.Draw(secrets.AuditKey, hash, options.AuditRate);
        var overruled = label?.Override is { } ruling && ruling != state.Decision;
        return (state with
        {
            Upload = Identify(entry),
            Hash = hash.Hex,
            CorrelationId = request.CorrelationId ?? Guid.NewGuid().ToString("D"),
            RequestedAt = request.RequestedAt,
            ScannedAt = clock.GetUtcNow(),
            AuditProbability = audit.Drawn ? audit.Probability : null,
            Override = label is null ? null : new StateOverride(label.Number, label.Override, clock.GetUtcNow()),
            Open = effects.Owed(label?.Override ?? state.Decision, overruled),
        }, null);
    }

    /// <summary>The state of another blob with this content under the same model and policy: a duplicate costs no inference.</summary>
    private async Task<UploadState?> KnownAsync(Scope scope, ContentHash hash, ModelLease lease, CancellationToken cancellation)
    {
        const int most = 20; // blobs looked at; a scan is cheaper than a long search
        var looked = 0;
        await foreach (var blob in stores.Refs.ListAsync(scope, hash, cancellation))
        {
            await foreach (var key in stores.States.ListOfAsync(scope, blob, cancellation))
            {
                if (++looked > most)
                    return null;
                if (await stores.States.ReadAsync(key, cancellation) is { } state && state.Hash == hash.Hex && state.ModelManifest == lease.Target.Manifest && state.Policy == lease.Package.Policy.Version && state.Code != Rescorer.StaleRegionCode)
                    return state with { Revision = 1, Override = null, Open = [] };
            }
        }

        return null;
    }

    /// <summary>Scans, and stores measurement and heat map; null when the content was erased meanwhile.</summary>
    private async Task<UploadState?> ScanContentAsync(Scope scope, ContentHash hash, ReadOnlyMemory<byte> content, ModelLease lease, TimeSpan took, CancellationToken cancellation)
    {
        Scan scan;
        var challenger = await shadow.BesideAsync(lease, cancellation);
        var how = challenger is null ? null : new ScanOptions { MoreHeads = [challenger.Package.Head] };
        using var part = await memory.TakeAsync(lease.Scanner.MemoryFor(content), cancellation);
        await slots.WaitAsync(cancellation);
        try
        {
            scan = await Task.Run(() => lease.Scanner.Scan(content, how, cancellation: cancellation), cancellation);
        }
        finally
        {
            slots.Release();
        }

        if (challenger is not null)
            shadow.Count(lease, challenger, scan);
        if (scan.Measurement is { } measurement && !await stores.Measurements.WriteAsync(scope, hash, measurement, cancellation))
            return null;
        if (scan.Map is not null && scan.Verdict.Decision != Decision.NoFindings && HeatMap.Paint(content, scan, lease.Package.Policy) is { } png
            && !await stores.HeatMaps.WriteAsync(scope, hash, lease.Package.Version, png, cancellation))
            return null;
        return StateOf(scan, lease, took);
    }

    private static UploadState StateOf(Scan scan, ModelLease lease, TimeSpan read)
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
            Timings = new StateTimings(read.TotalMilliseconds, scan.Timings.Decode.TotalMilliseconds, scan.Timings.Features.TotalMilliseconds, scan.Timings.Verdict.TotalMilliseconds),
            ScannedAt = default,
        };
    }

    private UploadState NotScanned(UploadEntry entry, ScanRequest request, string code, string reason) => new()
    {
        Upload = Identify(entry),
        Code = code,
        Decision = Decision.NotScanned,
        Reason = reason,
        CorrelationId = request.CorrelationId ?? Guid.NewGuid().ToString("D"),
        RequestedAt = request.RequestedAt,
        ScannedAt = clock.GetUtcNow(),
        Open = effects.Owed(Decision.NotScanned, overruled: false),
    };

    private UploadVersion Identify(UploadEntry entry) => new(stores.Account, entry.Version.Name.Container, entry.Version.Name.Name, entry.Version.ETag);

    private bool IsFiltered(string blob) =>
        (options.Prefixes.Count > 0 && !options.Prefixes.Any(prefix => blob.StartsWith(prefix, StringComparison.Ordinal)))
        || options.ExcludedSuffixes.Any(suffix => blob.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));

    [LoggerMessage(Level = LogLevel.Information, Message = "Scanned {Container}/{Blob}: {Decision} ({Code}) with {Model}")]
    private partial void Scanned(string container, string blob, Decision decision, string code, string model);

    [LoggerMessage(Level = LogLevel.Warning, Message = "UnknownSource: '{Container}' is no container of Scanning:Containers, or of another account, or the name cannot be one; no request was made")]
    private partial void Unknown(string container);
}
