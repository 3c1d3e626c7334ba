using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Storage.Shards;

/// <summary>Judges all rows of a shard by any head on its backbone, on all cores.</summary>
public static class ShardScorer
{
    private const int RowsEach = 512;

    /// <summary>w . z + b of each row, within float16's rounding of what a scan computes.</summary>
    /// <param name="shard">Rows.</param>
    /// <param name="head">On the shard's backbone.</param>
    /// <exception cref="ArgumentException">The head has another number of weights.</exception>
    public static float[] Logits(Shard shard, NonNegativeHead head)
    {
        ArgumentNullException.ThrowIfNull(shard);
        ArgumentNullException.ThrowIfNull(head);
        if (head.Channels != shard.Channels)
            throw new ArgumentException($"The head {head.Version} has {head.Channels} weights, the shard {shard.Name} {shard.Channels} features.", nameof(head));
        var (scorer, logits) = (new StoredRowScorer([head]), new float[shard.Rows]);
        Parallel.For(0, (shard.Rows + RowsEach - 1) / RowsEach, block =>
        {
            var scales = shard.Scale;
            var end = Math.Min(shard.Rows, (block + 1) * RowsEach);
            for (var row = block * RowsEach; row < end;)
            {
                var first = row;
                while (++row < end && scales[row] == scales[first])
                    ;
                scorer.Score(shard.Stored(first, row - first), logits.AsSpan(first, row - first), scales[first]);
            }
        });
        return logits;
    }

    /// <summary>
    /// How many contents get which decision. Inpaintings are a lower bound, as only the windows that other heads had chosen are stored; scores within rounding of a threshold may fall on either side.
    /// </summary>
    /// <param name="shard">Rows.</param>
    /// <param name="package">Head, calibration and policy.</param>
    /// <exception cref="ArgumentException">The head has another number of weights.</exception>
    public static IReadOnlyDictionary<Decision, int> Decisions(Shard shard, ModelPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        var logits = Logits(shard, package.Head);
        var counts = new Dictionary<Decision, int>();
        for (var row = 0; row < shard.Rows;)
        {
            var first = row;
            while (++row < shard.Rows && shard.Continues(row))
                ;
            var decision = Of(shard, logits, first, row, package);
            counts[decision] = counts.GetValueOrDefault(decision) + 1;
        }

        return counts;
    }

    private static Decision Of(Shard shard, float[] logits, int first, int end, ModelPackage package)
    {
        var megapixels = (double)shard.Width[first] * shard.Height[first] / 1e6;
        var (strict, lenient) = (package.Calibration.For(megapixels, package.Policy.FalsePositiveRate), package.Calibration.For(megapixels, package.Policy.UncertainFalsePositiveRate));
        return logits[first] > strict.Global ? Decision.AiGenerated
            : Window(strict) ? Decision.Inpainted
            : logits[first] > lenient.Global || Window(lenient) ? Decision.Uncertain
            : Decision.NoFindings;

        bool Window(ThresholdSet set)
        {
            for (var row = first + 1; row < end; row++)
                if (package.Policy.WindowSizes.Contains(shard.Window[row]) && set.Windows.TryGetValue(shard.Window[row], out var threshold) && logits[row] > threshold)
                    return true;
            return false;
        }
    }
}
