using System.Collections.Concurrent;
using StayPositive.Detector.Models;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Measurements;
using StayPositive.Storage.Models;
using StayPositive.Storage.Objects;
using StayPositive.Storage.States;

namespace StayPositive.Storage.Rescoring;

/// <summary>
/// Judges past uploads by another version, from their stored measurements: <see cref="Rejudge"/> for each state. What is certain changes the state (effects: tags, <c>verdict.rescored</c>); what
/// only a scan can tell is queued for one. A reviewer's decision stands. A repeat changes nothing more, and a kill leaves states that are whole: each is one conditional write.
/// </summary>
/// <param name="results">The container of results.</param>
/// <param name="states">The states.</param>
/// <param name="measurements">What the pixels say.</param>
/// <param name="releases">The versions that have judged so far.</param>
public sealed class Rescorer(IObjectStore results, StateStore states, MeasurementStore measurements, ReleaseStore releases)
{
    /// <summary>Code of a state whose finding is certain and whose region waits for a scan.</summary>
    public const string StaleRegionCode = "StaleRegion";

    private const int BatchSize = 256;
    private const int Concurrency = 16;

    private readonly RescanStore rescans = new(results);
    private readonly ConcurrentDictionary<ModelTarget, string?> ownPolicies = new();

    /// <summary>Looks at every state of a scope.</summary>
    /// <param name="scope">Tenant.</param>
    /// <param name="target">The version.</param>
    /// <param name="package">Its files, verified.</param>
    /// <param name="apply">False: nothing is written, only counted.</param>
    /// <param name="progress">Called after every batch.</param>
    /// <param name="cancellation">Between the calls.</param>
    public async Task<RescoreReport> RunAsync(Scope scope, ModelTarget target, ModelPackage package, bool apply, Action<RescoreReport> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(progress);
        var cursorKey = new ObjectKey($"{scope}/rescoring/cursor.json");
        var cursor = apply ? (await results.ReadJsonAsync(cursorKey, StoreJson.Default.RescoreCursor, cancellation))?.Value : null;
        if ((cursor?.Manifest, cursor?.Policy) != (target.Manifest, package.Policy.Version))
            cursor = null;
        var report = cursor?.Done ?? RescoreReport.Empty;
        var keys = states.ListAsync(scope, cursor is null ? null : BlobKey.Parse(cursor.Next), cancellation);
        await foreach (var batch in BatchesAsync(keys, cancellation))
        {
            if (apply) // what this batch does can happen twice; what was counted is counted once
                await results.WriteJsonAsync(cursorKey, new RescoreCursor(target.Manifest, package.Policy.Version, batch[0].Blob.ToString(), report), StoreJson.Default.RescoreCursor, WriteCondition.None, cancellation);
            var parts = new RescoreReport[batch.Count];
            await Parallel.ForAsync(0, batch.Count, new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellation }, async (n, stop) =>
                parts[n] = await OneAsync(batch[n], target, package, apply, stop));
            report = parts.Aggregate(report, (sum, part) => sum.Plus(part));
            progress(report);
        }

        if (apply)
            await results.DeleteAsync(cursorKey, null, cancellation);
        return report;
    }

    /// <summary>All states of one blob are in one batch: the cursor names blobs.</summary>
    private static async IAsyncEnumerable<List<StateKey>> BatchesAsync(IAsyncEnumerable<StateKey> keys, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var batch = new List<StateKey>();
        await foreach (var key in keys.WithCancellation(cancellation))
        {
            if (batch.Count >= BatchSize && batch[^1].Blob.ToString() != key.Blob.ToString())
            {
                yield return batch;
                batch = [];
            }

            batch.Add(key);
        }

        if (batch.Count > 0)
            yield return batch;
    }

    private async Task<RescoreReport> OneAsync(StateKey key, ModelTarget target, ModelPackage package, bool apply, CancellationToken cancellation)
    {
        var one = RescoreReport.Empty with { States = 1 };
        if (await states.ReadAsync(key, cancellation) is not { Score: not null, Hash: { } hex } state)
            return one with { Unscanned = 1 };
        if (IsCurrent(state, target))
            return one with { Current = 1 };
        if (state.OwesMessage) // it must say what was found when it was owed, however often it is sent; the sweep sends it, and then scans
            return await QueueAsync(key, apply, one with { Stale = 1 }, cancellation);
        if (!await IsOwnPolicyAsync(state, package, cancellation))
            return await QueueAsync(key, apply, one with { OtherPolicy = 1 }, cancellation);
        var measurement = await measurements.ReadAsync(key.Scope, ContentHash.Parse(hex), ContentHash.Parse(package.Backbone.Sha256), Measurement.CurrentEngineVersion, cancellation);
        if (measurement is null)
            return await QueueAsync(key, apply, one with { Unmeasured = 1 }, cancellation);

        var judged = Rejudge.Of(measurement, package, state.Decision);
        switch (judged.Action)
        {
            case RejudgeAction.Keep:
                return one with { Kept = 1 };
            case RejudgeAction.TooNear:
                return await QueueAsync(key, apply, one with { TooNear = 1 }, cancellation);
            case RejudgeAction.StaleRegion:
                return await QueueAsync(key, apply, one with { Stale = 1 }, cancellation);
        }

        var moves = new SortedDictionary<string, int>(StringComparer.Ordinal) { [$"{state.Decision} -> {judged.Decision}"] = 1 };
        var isWithoutRegion = judged.Action == RejudgeAction.ChangeWithoutRegion;
        one = one with { Changed = isWithoutRegion ? 0 : 1, WithoutRegion = isWithoutRegion ? 1 : 0, Moves = moves, Overridden = state.Override?.Decision is null ? 0 : 1 };
        if (!apply)
            return one;
        if (isWithoutRegion)
            await rescans.AddAsync(key, cancellation); // before the state: a kill between the two leaves a scan too many, not one too few
        var now = await states.ChangeAsync(
            key, there => there.OwesMessage || (there.Decision, there.ModelManifest, there.Policy) != (state.Decision, state.ModelManifest, state.Policy) ? there : Changed(there, judged, target, package), cancellation);
        if (now is not null && !IsCurrent(now, target))
            await rescans.AddAsync(key, cancellation); // a decision or another rescoring came between, and the scan comes behind its message
        return one;
    }

    /// <summary>
    /// False for an upload whose policy was chosen by its prefix: which prefix has which policy is a setting of the app, so that only its scan can judge. The version's own policy goes with the version.
    /// </summary>
    private async Task<bool> IsOwnPolicyAsync(UploadState state, ModelPackage package, CancellationToken cancellation)
    {
        if (state.Policy == package.Policy.Version)
            return true;
        if (state is not { Model: { } model, ModelManifest: { } manifest })
            return false;
        var judge = new ModelTarget(model, manifest);
        if (!ownPolicies.TryGetValue(judge, out var own))
            ownPolicies[judge] = own = await OwnPolicyAsync(judge, cancellation);
        return state.Policy == own;
    }

    /// <summary>Null when the version is not there any more, or damaged.</summary>
    private async Task<string?> OwnPolicyAsync(ModelTarget judge, CancellationToken cancellation)
    {
        try
        {
            return (await releases.ReadPolicyAsync(judge, cancellation)).Version;
        }
        catch (ModelRefusedException)
        {
            return null;
        }
    }

    private async Task<RescoreReport> QueueAsync(StateKey key, bool apply, RescoreReport one, CancellationToken cancellation)
    {
        if (apply)
            await rescans.AddAsync(key, cancellation);
        return one;
    }

    /// <summary>By the version's own policy, which its manifest names, or by that of the upload's prefix.</summary>
    private static bool IsCurrent(UploadState state, ModelTarget target) => state.ModelManifest == target.Manifest;

    private static UploadState Changed(UploadState state, Rejudgement judged, ModelTarget target, ModelPackage package) => state with
    {
        Decision = judged.Decision,
        Code = judged.Action == RejudgeAction.ChangeWithoutRegion ? StaleRegionCode : state.Code == StaleRegionCode ? "Scanned" : state.Code,
        Reason = judged.Reason,
        Score = judged.Logit,
        Probability = judged.Probability,
        Prevalence = package.Policy.Prevalence,
        Threshold = new StateThreshold(judged.Threshold.Global, judged.Threshold.FalsePositiveRate, judged.Threshold.Photos, judged.Threshold.FalsePositives, judged.Threshold.Supported),
        Region = null,
        Model = target.Version,
        ModelManifest = target.Manifest,
        Policy = package.Policy.Version,
        Rescorings = state.Rescorings + 1,
        Open = state.Override?.Decision is null ? [.. state.Open.Union(Owed(judged.Decision))] : state.Open,
    };

    /// <summary>What a new verdict owes. The copy is for installations with a gate; without one there is nothing to be done for it.</summary>
    public static IReadOnlyList<Effect> Owed(Decision decision) =>
        decision == Decision.NoFindings ? [Effect.Tag, Effect.NotifyRescored, Effect.Copy] : [Effect.Tag, Effect.NotifyRescored];
}
