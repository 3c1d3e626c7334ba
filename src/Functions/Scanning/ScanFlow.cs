using System.Diagnostics;
using StayPositive.Detector.Decoding;
using StayPositive.Detector.Heatmaps;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Verdicts;
using StayPositive.Functions.Messages;
using StayPositive.Functions.Telemetry;
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
internal sealed partial class ScanFlow(Stores stores, CurrentModel models, Shadow shadow, Rulings rulings, Effects effects, MemoryBudget memory, WorkQueues queues, PrefixPolicies policies, AuditRates audits, ScanMetrics metrics, ScanningOptions options, Secrets secrets, TimeProvider clock, ILogger<ScanFlow> log) : IDisposable
{
    private const int Tries = 5;
    private const long Overhead = 180_000_000; // of one scan of 12 megapixels or more

    // Files that wait for their scan have a budget of their own: from one for both, they could take what the scans need to go on.
    private readonly MemoryBudget contents = new(options.MemoryMegabytes * MemoryBudget.ContentShare);

    private static readonly TimeSpan RestlessDelay = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim slots = new(options.Concurrency > 0 ? options.Concurrency : Environment.ProcessorCount);

    /// <summary>Scans what lies there now, unless it has a state; then its open effects are finished.</summary>
    public async Task<FlowOutcome> ScanAsync(ScanRequest request, CancellationToken cancellation)
    {
        if (!IsKnownSource(request) || NameOf(request) is not { } name)
        {
            Unknown(Safe.Text(request.Container));
            return FlowOutcome.UnknownSource;
        }

        using var all = metrics.Start("scan", request.Container);
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (await FindAsync(name, cancellation) is not { } entry)
                return FlowOutcome.Gone;
            if (await ScanVersionAsync(entry, request, cancellation) is { } outcome)
                return outcome;
        }

        await queues.Requests.SendAsync(request.ToMessage(), RestlessDelay, cancellation);
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
        if (await CreateAsync(scope, state, cancellation) is not { } there)
            return FlowOutcome.Erased;
        var name = Safe.Text(upload.Blob);
        Scanned(upload.Container, name, there.Decision, there.Code, there.Model ?? "-");
        return await FinishAsync(key, there, cancellation) ? null : FlowOutcome.Scanned;
    }

    /// <returns>True when another content lies there now.</returns>
    private async Task<bool> FinishAsync(StateKey key, UploadState state, CancellationToken cancellation)
    {
        if (state.Open.Count == 0)
            return false;
        using var stage = metrics.Start("effects", state.Upload.Container);
        return await rulings.TakeInAsync(key.Scope, key, state, cancellation) is { } taken && await effects.FinishAsync(key, taken, cancellation);
    }

    private async Task<UploadEntry?> FindAsync(UploadName name, CancellationToken cancellation)
    {
        using var stage = metrics.Start("find", name.Container);
        return await stores.Uploads.FindAsync(name, cancellation);
    }

    /// <summary>Null when the content was erased.</summary>
    private async Task<UploadState?> CreateAsync(Scope scope, UploadState state, CancellationToken cancellation)
    {
        using var stage = metrics.Start("store", state.Upload.Container);
        stage.Tell(state.Code);
        var written = await stores.States.CreateAsync(scope, state, cancellation);
        if (written.Outcome == StateOutcome.Created)
            metrics.Told(state);
        return written.State;
    }

    private async Task<(UploadState? State, FlowOutcome? Outcome)> MakeAsync(Scope scope, UploadEntry entry, ScanRequest request, CancellationToken cancellation)
    {
        if (IsFiltered(entry.Version.Name.Name))
            return (NotScanned(entry, request, ResultCode.Filtered, "A filter of the settings leaves it out."), null);

        using var lease = await models.LeaseAsync(cancellation);
        var policy = policies.For(entry.Version.Name.Container, entry.Version.Name.Name, lease.Package.Policy);
        var most = policy.Limits.MaxMegabytes * 1_000_000L;
        if (entry.Length > most)
            return (NotScanned(entry, request, ResultCode.TooManyBytes, $"It has {entry.Length} bytes; the limit is {policy.Limits.MaxMegabytes} MB."), null);

        using var part = await contents.TakeAsync(entry.Length, cancellation);
        var watch = Stopwatch.StartNew();
        var read = await ReadAsync(entry.Version, (int)most, cancellation);
        if (read.Outcome == UploadReadOutcome.Gone)
            return (null, FlowOutcome.Gone);
        if (read.Outcome == UploadReadOutcome.Archived)
            return (NotScanned(entry, request, ResultCode.Archived, "It lies in the archive tier, which cannot be read."), null);
        if (read.Outcome != UploadReadOutcome.Read)
            return (null, null);
        var hash = HashOf(read.Content.Span, entry.Version.Name.Container);
        var took = watch.Elapsed;
        if (await stores.Tombstones.HasAsync(scope, hash, cancellation))
            return (null, FlowOutcome.Erased);

        var label = await stores.Labels.HoldingAsync(scope, hash, cancellation);
        var (known, other) = await KnownAsync(scope, hash, lease, policy, cancellation);
        var state = known is not null ? known with { Timings = new StateTimings(took.TotalMilliseconds, 0, 0, 0) } : await JudgedAsync(scope, hash, read.Content, lease, policy, took, cancellation);
        metrics.From(known is not null ? Origin.State : state is not null ? Origin.Measurement : Origin.Scan);
        state ??= await ScanContentAsync(scope, hash, read.Content, lease, policy, took, cancellation);
        if (state is null)
            return (null, FlowOutcome.Erased);
        var audit = other is null ? await DrawAsync(scope, hash, state, cancellation) : other.AuditProbability; // drawn once, when a content is new
        var overruled = label?.Override is { } ruling && ruling != state.Decision;
        return (state with
        {
            Upload = Identify(entry),
            Hash = hash.Hex,
            CorrelationId = request.CorrelationId ?? Guid.NewGuid().ToString("D"),
            RequestedAt = request.RequestedAt,
            ScannedAt = clock.GetUtcNow(),
            AuditProbability = audit,
            Override = label is null ? null : new StateOverride(label.Number, label.Override, clock.GetUtcNow()),
            Open = effects.Owed(label?.Override ?? state.Decision, overruled),
        }, null);
    }

    private async Task<IDisposable> TakeAsync(long need, string container, CancellationToken cancellation)
    {
        using var stage = metrics.Start("wait", container);
        return await memory.TakeAsync(need, cancellation);
    }

    private async Task<UploadRead> ReadAsync(Storage.Uploads.UploadVersion version, int most, CancellationToken cancellation)
    {
        using var stage = metrics.Start("read", version.Name.Container);
        return await stores.Uploads.ReadAsync(version, most, cancellation);
    }

    private ContentHash HashOf(ReadOnlySpan<byte> content, string container)
    {
        using var stage = metrics.Start("hash", container);
        return ContentHash.Of(content);
    }

    /// <summary>Probability with which a new content was drawn for the audit; null when it was not.</summary>
    private async Task<double?> DrawAsync(Scope scope, ContentHash hash, UploadState state, CancellationToken cancellation)
    {
        var rate = await audits.NowAsync(scope, cancellation);
        var draw = AuditSample.Draw(secrets.AuditKey, hash, rate);
        if (state.Decision != Decision.NotScanned)
            audits.Count(scope);
        return draw.Drawn ? draw.Probability : null;
    }

    /// <summary>The state of another blob with this content under the same model and policy: a duplicate costs no inference. And any state with it, under whatever model.</summary>
    private async Task<(UploadState? Same, UploadState? Other)> KnownAsync(Scope scope, ContentHash hash, ModelLease lease, Policy policy, CancellationToken cancellation)
    {
        const int most = 20; // blobs looked at; a scan is cheaper than a long search
        var looked = 0;
        UploadState? other = null;
        await foreach (var blob in stores.Refs.ListAsync(scope, hash, cancellation))
        {
            await foreach (var key in stores.States.ListOfAsync(scope, blob, cancellation))
            {
                if (++looked > most)
                    return (null, other);
                if (await stores.States.ReadAsync(key, cancellation) is not { } state || state.Hash != hash.Hex)
                    continue;
                other ??= state;
                if (state.ModelManifest == lease.Target.Manifest && state.Policy == policy.Version && state.Code != Rescorer.StaleRegionCode)
                    return (state with { Revision = 1, Override = null, Open = [] }, other);
            }
        }

        return (null, other);
    }

    /// <summary>What the stored measurement of this content says under this model and policy; null when there is none, or it cannot tell for certain: then a scan must.</summary>
    private async Task<UploadState?> JudgedAsync(Scope scope, ContentHash hash, ReadOnlyMemory<byte> content, ModelLease lease, Policy policy, TimeSpan took, CancellationToken cancellation)
    {
        if (await stores.Measurements.ReadAsync(scope, hash, ContentHash.Parse(lease.Package.Backbone.Sha256), Measurement.CurrentEngineVersion, cancellation) is not { } measurement
            || !AreMeasured(policy.WindowSizes, measurement) || ImageDecoder.Check(content, policy.Limits) is not null)
            return null;
        var judged = Rejudge.Of(measurement, lease.Package with { Policy = policy }, Decision.NotScanned); // no decision holds yet: what is not certain is scanned
        if (judged.Action != RejudgeAction.Change)
            return null;
        var set = judged.Threshold;
        return new UploadState
        {
            Upload = null!,
            Code = ResultCode.Scanned,
            Decision = judged.Decision,
            Reason = judged.Reason,
            Score = judged.Logit,
            Probability = judged.Probability,
            Prevalence = policy.Prevalence,
            Threshold = new StateThreshold(set.Global, set.FalsePositiveRate, set.Photos, set.FalsePositives, set.Supported),
            Model = lease.Target.Version,
            ModelManifest = lease.Target.Manifest,
            Policy = policy.Version,
            Timings = new StateTimings(took.TotalMilliseconds, 0, 0, 0),
            ScannedAt = default,
        };
    }

    /// <summary>A size that fits into the image and was not looked at may hide a finding.</summary>
    private static bool AreMeasured(IEnumerable<int> sizes, Measurement measurement)
    {
        var measured = measurement.Heads.SelectMany(head => head.BestWindows).Select(window => window.SizePixels).ToHashSet();
        return sizes.All(size => measured.Contains(size) || size > Math.Min(measurement.Width, measurement.Height));
    }

    /// <summary>Scans, and stores measurement and heat map; null when the content was erased meanwhile.</summary>
    private async Task<UploadState?> ScanContentAsync(Scope scope, ContentHash hash, ReadOnlyMemory<byte> content, ModelLease lease, Policy policy, TimeSpan took, CancellationToken cancellation)
    {
        Scan scan;
        var challenger = await shadow.BesideAsync(lease, cancellation);
        var how = challenger is null ? null : new ScanOptions { MoreHeads = [challenger.Package.Head] };
        using var part = await TakeAsync(lease.Scanner.MemoryFor(content), scope.Name, cancellation);
        await slots.WaitAsync(cancellation);
        try
        {
            scan = await Task.Run(() => lease.Scanner.Scan(content, how, policy, cancellation), cancellation);
        }
        finally
        {
            slots.Release();
        }

        Record(scan, scope.Name);
        if (challenger is not null)
            shadow.Count(lease, challenger, scan);
        using var stage = metrics.Start("keep", scope.Name);
        if (scan.Measurement is { } measurement && !await stores.Measurements.WriteAsync(scope, hash, measurement, cancellation))
            return null;
        if (scan.Map is not null && scan.Verdict.Decision != Decision.NoFindings && HeatMap.Paint(content, scan, policy) is { } png
            && !await stores.HeatMaps.WriteAsync(scope, hash, lease.Package.Version, png, cancellation))
            return null;
        return StateOf(scan, lease, took);
    }

    private void Record(Scan scan, string container)
    {
        var end = clock.GetUtcNow();
        metrics.Past("verdict", container, scan.Timings.Verdict, end);
        metrics.Past("features", container, scan.Timings.Features, end - scan.Timings.Verdict);
        metrics.Past("decode", container, scan.Timings.Decode, end - scan.Timings.Verdict - scan.Timings.Features);
        metrics.Scanned(scan.Measurement?.Megapixels ?? 0);
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
