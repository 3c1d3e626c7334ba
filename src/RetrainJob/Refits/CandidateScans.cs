using System.Collections.Concurrent;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Verdicts;
using StayPositive.RetrainJob.Data;
using StayPositive.RetrainJob.Heads;
using StayPositive.Storage.Installations;

namespace StayPositive.RetrainJob.Refits;

/// <summary>
/// Scans images with the candidate's weights. A new head has other best windows than those stored, and higher ones: thresholds from stored windows would be too low, and gates would not see false positives.
/// </summary>
internal static class CandidateScans
{
    private const int Parallel = 2; // one reads and decodes while the other computes

    /// <summary>Scores with the bias 0 by content; without those whose image is gone.</summary>
    /// <param name="installation">Where the images are.</param>
    /// <param name="champion">Backbone and policy.</param>
    /// <param name="weights">w of the candidate.</param>
    /// <param name="rows">Whole images.</param>
    /// <param name="cancellation">Between images.</param>
    public static async Task<IReadOnlyDictionary<string, RowLogits>> RunAsync(
        Installation installation, ModelPackage champion, float[] weights, IReadOnlyList<LabelledRow> rows, CancellationToken cancellation)
    {
        var nothingPasses = new Calibration(ThresholdCalibration.Bins([], champion.Policy.WindowSizes), 1, 0);
        var package = champion with { Head = new NonNegativeHead(new ModelVersion("candidate"), weights, 0), Calibration = nothingPasses, Policy = champion.Policy with { SecondLook = false } };
        using var scanner = new ImageScanner(package);
        var images = new LabelledImages(installation, champion.Policy.Limits.MaxMegabytes * 1_000_000);
        var scores = new ConcurrentDictionary<string, RowLogits>(StringComparer.Ordinal);
        await Progress.RunAsync("scan with the candidate", rows.Count, progress => System.Threading.Tasks.Parallel.ForEachAsync(
            rows, new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellation }, async (row, stop) =>
            {
                if (await images.ReadAsync(row.Scope, row.Hash, stop) is { } bytes && scanner.Scan(bytes, cancellation: stop).Measurement?.Heads[0] is { } head)
                    scores[Key(row)] = new RowLogits(head.Logit, head.BestWindows.ToDictionary(window => window.SizePixels, window => window.Logit));
                progress.Advance(1);
            }));
        return scores;
    }

    /// <summary>Name of a content among those of all tenants.</summary>
    public static string Key(LabelledRow row) => $"{row.Scope}/{row.Hash}";
}
