using System.Collections.Concurrent;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Measurements;
using StayPositive.Storage.Review;

namespace StayPositive.RetrainJob.Data;

/// <summary>
/// Measures labelled contents under the scanner's backbone where that has not been done: from the uploads that hold them, or from copies. What is stored is the memory of a run: after Ctrl+C or a kill the next run
/// goes on, and several replicas share the work.
/// </summary>
/// <param name="installation">Where all is.</param>
/// <param name="scanner">A model with the backbone.</param>
/// <param name="parallel">Contents at a time.</param>
internal sealed class MissingFeatures(Installation installation, ImageScanner scanner, int parallel)
{
    private readonly Measuring measuring = new(installation.Results, installation.Tombstones);
    private readonly MaskStore masks = new(installation.Review);
    private readonly LabelledImages images = new(installation, scanner.Package.Policy.Limits.MaxMegabytes * 1_000_000);
    private readonly ContentHash backbone = ContentHash.Parse(scanner.Package.Backbone.Sha256);

    /// <summary>Measures what is missing.</summary>
    /// <param name="contents">Labelled contents; those of other replicas are passed over.</param>
    /// <param name="shard">This replica's part.</param>
    /// <param name="cancellation">Ends the work; what was measured stays.</param>
    public async Task<ExtractionReport> RunAsync(IReadOnlyList<LabelledContent> contents, JobShard shard, CancellationToken cancellation)
    {
        var mine = contents.Where(content => content.Generated is not null && shard.Has(content.Hash)).ToArray();
        var outcomes = new ConcurrentBag<string?>();
        await Progress.RunAsync("measure", mine.Length, progress => Parallel.ForEachAsync(
            mine,
            new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellation },
            async (content, token) =>
            {
                outcomes.Add(await OneAsync(content, token));
                progress.Advance(1);
            }));
        var done = nameof(MeasuringOutcome.Done);
        var failed = outcomes.OfType<string>().Where(code => code != done).CountBy(code => code).ToDictionary();
        return new ExtractionReport(mine.Length, outcomes.Count(code => code is null), outcomes.Count(code => code == done), failed);
    }

    /// <summary>The outcome's code; null when nothing was missing.</summary>
    private async Task<string?> OneAsync(LabelledContent content, CancellationToken cancellation)
    {
        var (scope, hash, mask) = (content.Scope, content.Hash, content.Mask);
        if (await measuring.IsDoneAsync(scope, hash, backbone, mask, cancellation))
            return null;
        var png = mask is null ? null : await masks.ReadAsync(scope, hash, mask, cancellation);
        if (mask is not null && png is null && await measuring.IsDoneAsync(scope, hash, backbone, null, cancellation))
            return "MaskMissing";
        if (await images.ReadAsync(scope, hash, cancellation) is not { } file)
            return await installation.Measurements.ReadAsync(scope, hash, backbone, Measurement.CurrentEngineVersion, cancellation) is null ? "NoImage" : "OnlyStored"; // what a scan has stored is used
        var outcome = await measuring.MeasureAsync(scanner, scope, hash, file, mask is not null && png is { } drawn ? (mask, drawn) : null, cancellation);
        return outcome == MeasuringOutcome.Done && mask is not null && png is null ? "MaskMissing" : outcome.Code;
    }
}
