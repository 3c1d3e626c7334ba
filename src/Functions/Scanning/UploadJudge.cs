using System.Diagnostics;
using StayPositive.Detector.Verdicts;
using StayPositive.Functions.Telemetry;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Models;
using StayPositive.Storage.States;
using StayPositive.Storage.Uploads;
using UploadVersion = StayPositive.Storage.Keys.UploadVersion;

namespace StayPositive.Functions.Scanning;

/// <summary>Decides about one version of an upload: filters, bounded read, hash, the verdict of the same content or a scan. It writes no state. An upload under which processes end is not tried for ever.</summary>
internal sealed class UploadJudge(
    Stores stores, AttemptStore attempts, CurrentModel models, PrefixPolicies policies, KnownContents known, ContentScanner scanner, AuditRates audits, Effects effects, ScanMetrics metrics, ScanningOptions options, TimeProvider clock)
{
    /// <summary>Others that were scanned beside it may be counted with it, once; then each is scanned alone (<see cref="Sweep"/>).</summary>
    private const int MostAttempts = 5;

    /// <summary>The state that this version is to have; without one, why there is none: null = another content lies there now.</summary>
    public async Task<(UploadState? State, FlowOutcome? Outcome)> JudgeAsync(Scope scope, UploadEntry entry, ScanRequest request, CancellationToken cancellation)
    {
        if (IsFiltered(entry.Version.Name.Name))
            return (NotScanned(entry, request, ResultCode.Filtered, "A filter of the settings leaves it out."), null);

        using var lease = await models.LeaseAsync(cancellation);
        var policy = policies.For(entry.Version.Name.Container, entry.Version.Name.Name, lease.Package.Policy);
        if (!lease.Package.Calibration.Supports(policy))
            throw new ModelUnavailableException($"{lease.Target.Version} has no thresholds for the rates of the policy {policy.Version}.");
        var most = policy.Limits.MaxMegabytes * 1_000_000L;
        if (entry.Length > most)
            return (NotScanned(entry, request, ResultCode.TooManyBytes, $"It has {entry.Length} bytes; the limit is {policy.Limits.MaxMegabytes} MB."), null);

        using var part = await scanner.HoldAsync(entry.Length, cancellation);
        if (!request.IsCounted)
            return await ReadAndJudgeAsync(scope, entry, request, lease, policy, (int)most, cancellation);
        var key = StateKey.Of(scope, entry.Version.Name.Name, entry.Version.ETag);
        try
        {
            return await attempts.BeginAsync(key, cancellation) <= MostAttempts
                ? await ReadAndJudgeAsync(scope, entry, request, lease, policy, (int)most, cancellation)
                : (NotScanned(entry, request, ResultCode.Poisoned, $"The program ended {MostAttempts} times while it was scanned."), null);
        }
        finally
        {
            await attempts.EndAsync(key, CancellationToken.None);
        }
    }

    private async Task<(UploadState? State, FlowOutcome? Outcome)> ReadAndJudgeAsync(Scope scope, UploadEntry entry, ScanRequest request, ModelLease lease, Policy policy, int most, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var read = await ReadAsync(entry.Version, most, cancellation);
        switch (read.Outcome)
        {
            case UploadReadOutcome.Read:
                break;
            case UploadReadOutcome.Gone:
                return (null, FlowOutcome.Gone);
            case UploadReadOutcome.Archived:
                return (NotScanned(entry, request, ResultCode.Archived, "It lies in the archive tier, which cannot be read."), null);
            default:
                return (null, null);
        }

        var hash = HashOf(read.Content.Span, entry.Version.Name.Container);
        var took = watch.Elapsed;
        if (await stores.Tombstones.HasAsync(scope, hash, cancellation))
            return (null, FlowOutcome.Erased);
        return await ContentAsync(scope, hash, read.Content, lease, policy, cancellation) is { } verdict
            ? (await CompleteAsync(scope, hash, entry, request, verdict, took, cancellation), null)
            : (null, FlowOutcome.Erased);
    }

    /// <summary>A state for what was not scanned.</summary>
    public UploadState NotScanned(UploadEntry entry, ScanRequest request, string code, string reason) => new()
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

    /// <summary>An upload as states name it.</summary>
    public UploadVersion Identify(UploadEntry entry) => new(stores.Account, entry.Version.Name.Container, entry.Version.Name.Name, entry.Version.ETag);

    /// <summary>What is known or found of a content; null when it was erased meanwhile.</summary>
    private async Task<(UploadState State, UploadState? Other)?> ContentAsync(Scope scope, ContentHash hash, ReadOnlyMemory<byte> content, ModelLease lease, Policy policy, CancellationToken cancellation)
    {
        var (same, other) = await known.StatesAsync(scope, hash, lease, policy, cancellation);
        var state = same ?? await known.RejudgedAsync(scope, hash, content, lease, policy, cancellation);
        metrics.From(same is not null ? Origin.State : state is not null ? Origin.Measurement : Origin.Scan);
        state ??= await scanner.ScanAsync(scope, hash, content, lease, policy, cancellation);
        return state is null ? null : (state, other);
    }

    private async Task<UploadState> CompleteAsync(
        Scope scope, ContentHash hash, UploadEntry entry, ScanRequest request, (UploadState State, UploadState? Other) verdict, TimeSpan read, CancellationToken cancellation)
    {
        var (state, other) = verdict;
        var label = await stores.Labels.HoldingAsync(scope, hash, cancellation);
        var audit = other is null ? await audits.DrawAsync(scope, hash, state.Decision != Decision.NotScanned, cancellation) : other.AuditProbability; // drawn once, when a content is new
        var overruled = label?.Override is { } ruling && ruling != state.Decision;
        return state with
        {
            Upload = Identify(entry),
            Hash = hash.Hex,
            CorrelationId = request.CorrelationId ?? Guid.NewGuid().ToString("D"),
            RequestedAt = request.RequestedAt,
            ScannedAt = clock.GetUtcNow(),
            Timings = state.Timings! with { Read = read.TotalMilliseconds },
            AuditProbability = audit,
            Override = label is null ? null : new StateOverride(label.Number, label.Override, clock.GetUtcNow()),
            Open = effects.Owed(label?.Override ?? state.Decision, overruled),
        };
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

    private bool IsFiltered(string blob) =>
        (options.Prefixes.Count > 0 && !options.Prefixes.Any(prefix => blob.StartsWith(prefix, StringComparison.Ordinal)))
        || options.ExcludedSuffixes.Any(suffix => blob.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));
}
