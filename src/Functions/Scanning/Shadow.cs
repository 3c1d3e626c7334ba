using StayPositive.Detector.Scans;
using StayPositive.Detector.Verdicts;
using StayPositive.Functions.Telemetry;
using StayPositive.Storage.Models;
using StayPositive.Storage.Shadows;
using StayPositive.Storage.States;

namespace StayPositive.Functions.Scanning;

/// <summary>
/// The challenger in the champion's shadow: measured in the same pass over the pixels (a dot product a cell), judged, counted, and shown to reviewers only. The alias is looked at as often as the champion's. Whatever
/// goes wrong here, the scan goes on without it.
/// </summary>
internal sealed partial class Shadow(AliasStore aliases, ReleaseStore releases, ShadowStore store, CurrentModelOptions options, ScanMetrics metrics, TimeProvider clock, ILogger<Shadow> log) : IDisposable
{
    private static readonly TimeSpan WritePeriod = TimeSpan.FromSeconds(10);

    private readonly Guid writer = Guid.NewGuid();
    private readonly SemaphoreSlim looking = new(1);
    private readonly Lock gate = new();
    private volatile Challenger? challenger;
    private volatile ShadowHealth health = ShadowHealth.None;
    private (ModelTarget? Challenger, ModelTarget Champion)? seen;
    private DateTimeOffset lookedAt;
    private (ModelTarget Champion, ModelTarget Challenger)? pair;
    private ShadowCounts counts = ShadowCounts.None;
    private ShadowCounts written = ShadowCounts.None;
    private DateTimeOffset writtenAt;
    private string? fault;

    /// <summary>What this process has counted of the present pair.</summary>
    public ShadowCounts Counts
    {
        get
        {
            lock (gate)
                return counts;
        }
    }

    /// <summary>Which challenger there is, and why it is not scored, as of the last look; a scan looks.</summary>
    public ShadowHealth Health => health;

    /// <summary>The challenger to measure beside a champion; null when there is none on its backbone.</summary>
    public async Task<Challenger?> BesideAsync(ModelLease champion, CancellationToken cancellation)
    {
        if (clock.GetUtcNow() - lookedAt >= options.MaxAge && await looking.WaitAsync(0, cancellation))
        {
            try
            {
                await LookAsync(champion, cancellation);
            }
            finally
            {
                looking.Release();
            }
        }

        return challenger is { } found && found.Target != champion.Target && found.Package.Backbone.Sha256 == champion.Package.Backbone.Sha256 ? found : null;
    }

    /// <summary>
    /// What the challenger says of one upload, counted beside the champion's verdict; null when there is nothing to judge, or no threshold to judge by. Its own policy comes with it, as the champion's does; a policy that
    /// the upload's prefix has chosen holds for both.
    /// </summary>
    /// <param name="champion">Has judged the upload.</param>
    /// <param name="measured">Was measured beside it.</param>
    /// <param name="scan">By the champion.</param>
    /// <param name="policy">By which the champion has judged.</param>
    public StateShadow? Judge(ModelLease champion, Challenger measured, Scan scan, Policy policy)
    {
        var holds = policy.Version == champion.Package.Policy.Version ? measured.Package.Policy : policy;
        if (scan.Measurement is not { } measurement || !measured.Package.Calibration.Supports(holds))
            return null;
        var judged = Rejudge.Of(measurement, measured.Package with { Policy = holds }, scan.Verdict.Decision);
        var agree = IsFinding(judged.Decision) == IsFinding(scan.Verdict.Decision);
        var difference = measured.Package.Calibration.LogOdds(judged.Logit) - champion.Package.Calibration.LogOdds(scan.Verdict.Logit);
        metrics.Shadowed(measured.Target.Version, agree, difference);
        lock (gate)
        {
            if (pair != (champion.Target, measured.Target))
                (pair, counts, written) = ((champion.Target, measured.Target), ShadowCounts.None, ShadowCounts.None);
            counts = counts.Add(agree, difference);
        }

        return new StateShadow(measured.Target.Version, judged.Decision, judged.Logit);
    }

    /// <summary>Writes the counts, if they have changed and were not written just now. Called by every sweep.</summary>
    public async Task WriteAsync(CancellationToken cancellation)
    {
        (ModelTarget Champion, ModelTarget Challenger) of;
        ShadowCounts now;
        lock (gate)
        {
            if (pair is not { } present || counts == written || clock.GetUtcNow() - writtenAt < WritePeriod)
                return;
            (of, now, written, writtenAt) = (present, counts, counts, clock.GetUtcNow());
        }

        await store.WriteAsync(of.Champion, of.Challenger, writer, now, cancellation);
    }

    public void Dispose() => looking.Dispose();

    private async Task LookAsync(ModelLease champion, CancellationToken cancellation)
    {
        ModelTarget? target = null;
        try
        {
            lookedAt = clock.GetUtcNow();
            target = (await aliases.ReadAsync(ModelAlias.Challenger, cancellation))?.Target;
            if (seen != (target, champion.Target))
                (challenger, health) = await ReadAsync(target, champion, cancellation);
            seen = (target, champion.Target);
            fault = null;
        }
#pragma warning disable CA1031 // a challenger that cannot be read is no reason not to scan
        catch (Exception failed) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            (challenger, seen, health) = (null, null, new ShadowHealth(target?.Version, $"It cannot be read: {failed.Message}"));
            if (fault != failed.Message)
                Unreadable(failed);
            fault = failed.Message;
        }
    }

    /// <summary>The package of a challenger on another backbone is not kept: it holds the whole network.</summary>
    private async Task<(Challenger? Challenger, ShadowHealth Health)> ReadAsync(ModelTarget? target, ModelLease champion, CancellationToken cancellation)
    {
        if (target is null)
            return (null, ShadowHealth.None);
        if (target == champion.Target)
            return (null, new ShadowHealth(target.Version, "It is the champion."));
        var package = await releases.ReadAsync(target, champion.Package, cancellation);
        return package.Backbone.Sha256 == champion.Package.Backbone.Sha256
            ? (new Challenger(target, package), new ShadowHealth(target.Version, null))
            : (null, new ShadowHealth(target.Version, $"It has the backbone {package.Backbone.Sha256[..12]}, the champion {champion.Package.Backbone.Sha256[..12]}; only a head on the champion's backbone is scored beside it."));
    }

    private static bool IsFinding(Decision decision) => decision is Decision.AiGenerated or Decision.Inpainted;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The challenger cannot be read; scans go on without it")]
    private partial void Unreadable(Exception fault);
}
