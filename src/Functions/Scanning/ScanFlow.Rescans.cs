using StayPositive.Storage.Keys;
using StayPositive.Storage.Rescoring;
using StayPositive.Storage.States;

namespace StayPositive.Functions.Scanning;

/// <summary>Uploads that have a state which only a new scan can renew, after <c>staypositive rescore</c>.</summary>
internal sealed partial class ScanFlow
{
    /// <summary>Scans an upload again with the champion and renews its state; a reviewer's decision stands.</summary>
    /// <returns>True when its turn is over: renewed, gone, or nothing that is scanned any more (a filter, a limit, the archive).</returns>
    public async Task<bool> RescanAsync(StateKey key, CancellationToken cancellation)
    {
        if (await stores.States.ReadAsync(key, cancellation) is not { } state)
            return true;
        if (state.Open.Count > 0)
            await FinishAsync(key, state, cancellation); // messages about what was found so far go first
        var request = new ScanRequest(state.Upload.Container, state.Upload.Blob, null, state.CorrelationId) { IsCounted = true };
        if (NameOf(request) is not { } name || await stores.Uploads.FindAsync(name, cancellation) is not { } entry || entry.Version.ETag != state.Upload.ETag)
            return true; // overwritten or deleted: what lies there now has its own state
        if (await judge.JudgeAsync(key.Scope, entry, request, cancellation) is not ({ } fresh, _) || fresh.Hash != state.Hash)
            return true; // erased, overwritten, or not read: another try would say the same
        var isRenewed = false;
        if (await stores.States.ChangeAsync(key, there => (isRenewed = !there.OwesMessage) ? Renewed(there, fresh) : there, cancellation) is not { } now)
            return true;
        await FinishAsync(key, now, cancellation);
        return isRenewed; // else a decision came meanwhile, and its message still tells of the state as it was
    }

    private static UploadState Renewed(UploadState there, UploadState fresh)
    {
        var isNews = there.Override?.Decision is null && (there.Decision != fresh.Decision || there.Code == Rescorer.StaleRegionCode);
        return there with
        {
            Code = fresh.Code,
            Decision = fresh.Decision,
            Reason = fresh.Reason,
            Score = fresh.Score,
            Probability = fresh.Probability,
            Prevalence = fresh.Prevalence,
            Threshold = fresh.Threshold,
            Region = fresh.Region,
            Model = fresh.Model,
            ModelManifest = fresh.ModelManifest,
            Policy = fresh.Policy,
            Shadow = fresh.Shadow,
            Timings = fresh.Timings,
            Rescorings = there.Rescorings + (isNews ? 1 : 0),
            Open = [.. there.Open.Union(isNews ? Rescorer.Owed(fresh.Decision) : [Effect.Tag])],
        };
    }
}
