using System.Collections.Concurrent;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Verdicts;
using StayPositive.RetrainJob.Data;
using StayPositive.Storage.Installations;

namespace StayPositive.RetrainJob.Refits;

/// <summary>
/// Scans images with the candidate's weights and, in the same pass, with the champion's. A new head has other best windows than those stored, and higher ones: thresholds from stored windows would be too low, gates
/// would not see false positives, and a comparison in which only one head has its own windows would be none.
/// </summary>
internal static class CandidateScans
{
    private const int Parallel = 2; // one reads and decodes while the other computes

    /// <summary>Scores by content; without those whose image is gone.</summary>
    /// <param name="installation">Where the images are.</param>
    /// <param name="champion">Backbone and policy.</param>
    /// <param name="weights">w of the candidate.</param>
    /// <param name="rows">Whole images.</param>
    /// <param name="cancellation">Between images.</param>
    public static async Task<IReadOnlyDictionary<string, ScannedLogits>> RunAsync(
        Installation installation, ModelPackage champion, float[] weights, IReadOnlyList<LabelledRow> rows, CancellationToken cancellation)
    {
        // The champion's thresholds: only to tell which frame of an animation is the highest. No verdict is used.
        var package = champion with { Head = new NonNegativeHead(new ModelVersion("candidate"), weights, 0), Policy = champion.Policy with { SecondLook = false } };
        using var scanner = new ImageScanner(package);
        var both = new ScanOptions { MoreHeads = [champion.Head] };
        var images = new LabelledImages(installation, champion.Policy.Limits.MaxMegabytes * 1_000_000);
        var scores = new ConcurrentDictionary<string, ScannedLogits>(StringComparer.Ordinal);
        await Progress.RunAsync("scan with the candidate", rows.Count, progress => System.Threading.Tasks.Parallel.ForEachAsync(
            rows, new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellation }, async (row, stop) =>
            {
                if (await images.ReadAsync(row.Scope, row.Hash, stop) is { } bytes && scanner.Scan(bytes, both, cancellation: stop).Measurement is { } measurement)
                    scores[Key(row)] = new ScannedLogits(Of(measurement.Heads[0]), Of(measurement.Heads[1]));
                progress.Advance(1);
            }));
        return scores;
    }

    /// <summary>What is scanned when not all can be: half of the scans are the judged rows', golden and audit rows first; then the photos that set thresholds.</summary>
    /// <param name="calibration">Rows of the calibration split.</param>
    /// <param name="judging">Held-out rows.</param>
    /// <param name="most">Scans.</param>
    public static IReadOnlyList<LabelledRow> Order(IReadOnlyList<LabelledRow> calibration, IReadOnlyList<LabelledRow> judging, int most)
    {
        var judged = judging.OrderByDescending(row => row.Split == DataSplit.Golden).ThenByDescending(row => row.Audit).ToArray();
        return [.. judged.Take(most / 2).Concat(calibration.Where(row => !row.Generated)).Concat(judged.Skip(most / 2)).Concat(calibration.Where(row => row.Generated)).Take(most)];
    }

    private static RowLogits Of(HeadMeasurement head) => new(head.Logit, head.BestWindows.ToDictionary(window => window.SizePixels, window => window.Logit));

    /// <summary>Name of a content among those of all tenants.</summary>
    public static string Key(LabelledRow row) => $"{row.Scope}/{row.Hash}";
}
