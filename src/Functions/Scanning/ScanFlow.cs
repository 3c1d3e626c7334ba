using StayPositive.Detector.Verdicts;
using StayPositive.Functions.Messages;
using StayPositive.Functions.Telemetry;
using StayPositive.Storage.Keys;
using StayPositive.Storage.States;
using StayPositive.Storage.Uploads;

namespace StayPositive.Functions.Scanning;

/// <summary>
/// The one way from a request to a state, behind every door: known container, state already there?, else the judge's state, then its effects. Every step may happen twice.
/// </summary>
internal sealed partial class ScanFlow(Stores stores, UploadJudge judge, Rulings rulings, Effects effects, WorkQueues queues, ScanMetrics metrics, ScanningOptions options, ILogger<ScanFlow> log)
{
    private const int Tries = 5;

    private static readonly TimeSpan RestlessDelay = TimeSpan.FromSeconds(30);

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
            await ScanAsync(new ScanRequest(state.Upload.Container, state.Upload.Blob, null, null) { IsCounted = true }, cancellation);
    }

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

    private bool IsKnownSource(ScanRequest request) => (request.Authority is not { } authority || IsOurs(authority)) && options.Containers.Contains(request.Container);

    /// <summary>Events name the account by its blob endpoint or, what was written through the other interface of a hierarchical namespace, by its dfs endpoint.</summary>
    private bool IsOurs(string authority) => authority == stores.Authority || authority == stores.Authority?.Replace(".blob.", ".dfs.", StringComparison.Ordinal);

    /// <summary>Null when another content lies there now.</summary>
    private async Task<FlowOutcome?> ScanVersionAsync(UploadEntry entry, ScanRequest request, CancellationToken cancellation)
    {
        var upload = judge.Identify(entry);
        var scope = new Scope(upload.Container);
        var key = StateKey.Of(scope, upload.Blob, upload.ETag);
        if (await stores.States.ReadAsync(key, cancellation) is { } known)
            return await FinishAsync(key, known, cancellation) ? null : FlowOutcome.Known;
        if (await stores.Tombstones.HasAsync(key, cancellation))
            return FlowOutcome.Erased;

        var (state, outcome) = await judge.JudgeAsync(scope, entry, request, cancellation);
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

    [LoggerMessage(Level = LogLevel.Information, Message = "Scanned {Container}/{Blob}: {Decision} ({Code}) with {Model}")]
    private partial void Scanned(string container, string blob, Decision decision, string code, string model);

    [LoggerMessage(Level = LogLevel.Warning, Message = "UnknownSource: '{Container}' is no container of Scanning:Containers, or of another account, or the name cannot be one; no request was made")]
    private partial void Unknown(string container);
}
