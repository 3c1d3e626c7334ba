using StayPositive.Detector.Models;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Verdicts;
using StayPositive.Functions.Telemetry;
using StayPositive.Storage.Models;
using StayPositive.Storage.Shadows;

namespace StayPositive.Functions.Scanning;

/// <summary>
/// The challenger in the champion's shadow: measured in the same pass over the pixels (a dot product a cell), judged, counted, and never told to anybody. The alias is looked at as often as the champion's. Whatever
/// goes wrong here, the scan goes on without it.
/// </summary>
internal sealed partial class Shadow(AliasStore aliases, ReleaseStore releases, ShadowStore store, CurrentModelOptions options, ScanMetrics metrics, TimeProvider clock, ILogger<Shadow> log) : IDisposable
{
    private static readonly TimeSpan WritePeriod = TimeSpan.FromSeconds(10);

    private readonly Guid writer = Guid.NewGuid();
    private readonly SemaphoreSlim looking = new(1);
    private readonly Lock gate = new();
    private volatile Challenger? challenger;
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

    /// <summary>The challenger to measure beside a champion; null when there is none on its backbone.</summary>
    public async Task<Challenger?> BesideAsync(ModelLease champion, CancellationToken cancellation)
    {
        if (clock.GetUtcNow() - lookedAt >= options.MaxAge && await looking.WaitAsync(0, cancellation))
        {
            try
            {
                await LookAsync(champion.Package, cancellation);
            }
            finally
            {
                looking.Release();
            }
        }

        return challenger is { } found && found.Target != champion.Target && found.Package.Backbone.Sha256 == champion.Package.Backbone.Sha256 ? found : null;
    }

    /// <summary>Counts what both say of one upload.</summary>
    public void Count(ModelLease champion, Challenger measured, Scan scan)
    {
        if (scan.Measurement is not { } measurement)
            return;
        var judged = Rejudge.Of(measurement, measured.Package, scan.Verdict.Decision);
        var agree = IsFinding(judged.Decision) == IsFinding(scan.Verdict.Decision);
        var difference = measured.Package.Calibration.LogOdds(judged.Logit) - champion.Package.Calibration.LogOdds(scan.Verdict.Logit);
        metrics.Shadowed(measured.Target.Version, agree, difference);
        lock (gate)
        {
            if (pair != (champion.Target, measured.Target))
                (pair, counts, written) = ((champion.Target, measured.Target), ShadowCounts.None, ShadowCounts.None);
            counts = counts.Add(agree, difference);
        }
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

    private async Task LookAsync(ModelPackage champion, CancellationToken cancellation)
    {
        try
        {
            lookedAt = clock.GetUtcNow();
            var alias = await aliases.ReadAsync(ModelAlias.Challenger, cancellation);
            if (alias?.Target != challenger?.Target)
                challenger = alias is null ? null : new Challenger(alias.Target, await releases.ReadAsync(alias.Target, champion, cancellation));
            fault = null;
        }
#pragma warning disable CA1031 // a challenger that cannot be read is no reason not to scan
        catch (Exception failed) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            challenger = null;
            if (fault != failed.Message)
                Unreadable(failed);
            fault = failed.Message;
        }
    }

    private static bool IsFinding(Decision decision) => decision is Decision.AiGenerated or Decision.Inpainted;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The challenger cannot be read; scans go on without it")]
    private partial void Unreadable(Exception fault);
}
