using StayPositive.Detector.Decoding;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Models;
using StayPositive.Storage.Rescoring;
using StayPositive.Storage.States;

namespace StayPositive.Functions.Scanning;

/// <summary>What is known of a content without inference: the state of another upload with it, or its stored measurement.</summary>
internal sealed class KnownContents(Stores stores)
{
    private const int MostLooks = 20; // states looked at; a scan is cheaper than a long search

    private static readonly StateTimings NoTime = new(0, 0, 0, 0);

    /// <summary>The state of another blob with this content under the same model and policy: a duplicate costs no inference. And any state with it, under whatever model.</summary>
    public async Task<(UploadState? Same, UploadState? Other)> StatesAsync(Scope scope, ContentHash hash, ModelLease lease, Policy policy, CancellationToken cancellation)
    {
        var looked = 0;
        UploadState? other = null;
        await foreach (var blob in stores.Refs.ListAsync(scope, hash, cancellation))
        {
            await foreach (var key in stores.States.ListOfAsync(scope, blob, cancellation))
            {
                if (++looked > MostLooks)
                    return (null, other);
                if (await stores.States.ReadAsync(key, cancellation) is not { } state || state.Hash != hash.Hex)
                    continue;
                other ??= state;
                if (state.ModelManifest == lease.Target.Manifest && state.Policy == policy.Version && state.Code != Rescorer.StaleRegionCode)
                    return (state with { Revision = 1, Override = null, Open = [], Timings = NoTime }, other);
            }
        }

        return (null, other);
    }

    /// <summary>What the stored measurement of this content says under this model and policy; null when there is none, or it cannot tell for certain: then a scan must.</summary>
    public async Task<UploadState?> RejudgedAsync(Scope scope, ContentHash hash, ReadOnlyMemory<byte> content, ModelLease lease, Policy policy, CancellationToken cancellation)
    {
        if (await stores.Measurements.ReadAsync(scope, hash, ContentHash.Parse(lease.Package.Backbone.Sha256), Measurement.CurrentEngineVersion, cancellation) is not { } measurement
            || ImageDecoder.Check(content, policy.Limits) is not null)
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
            Timings = NoTime,
            ScannedAt = default,
        };
    }
}
