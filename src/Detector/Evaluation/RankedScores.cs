using System.Buffers;

namespace StayPositive.Detector.Evaluation;

/// <summary>
/// Scores sorted once, so that a figure of any resample costs one pass. An item carries a mass of positives and of negatives: 1 and 0
/// for a generated image, 0 and 1 for a real one, the numbers of edited and untouched pixels for a cell of an evidence map.
/// Immutable and thread-safe.
/// </summary>
public sealed class RankedScores
{
    private readonly int[] groups;
    private readonly int[] sources;
    private readonly int[] positives;
    private readonly int[] negatives;
    private readonly float[] groupScores;
    private readonly int[] ones;

    private RankedScores(ReadOnlySpan<float> scores, ReadOnlySpan<int> sources, ReadOnlySpan<int> positives, ReadOnlySpan<int> negatives, int sourceCount)
    {
        var (keys, order) = (new float[scores.Length], new int[scores.Length]);
        for (var i = 0; i < keys.Length; i++)
        {
            if (!float.IsFinite(scores[i])) throw new ArgumentException($"Score {i} is {scores[i]}; scores must be finite.", nameof(scores));
            (keys[i], order[i]) = (-scores[i], i);
        }

        Array.Sort(keys, order);
        this.sources = Pick(sources, order);
        this.positives = Pick(positives, order);
        this.negatives = Pick(negatives, order);
        groups = new int[order.Length];
        for (var i = 1; i < groups.Length; i++) groups[i] = groups[i - 1] + (keys[i] != keys[i - 1] ? 1 : 0);
        groupScores = new float[groups.Length == 0 ? 0 : groups[^1] + 1];
        for (var i = 0; i < groups.Length; i++) groupScores[groups[i]] = -keys[i];
        ones = new int[sourceCount];
        Array.Fill(ones, 1);
    }

    private delegate double GroupMetric(ReadOnlySpan<double> positives, ReadOnlySpan<double> negatives);

    /// <summary>Number of items.</summary>
    public int Count => groups.Length;

    /// <summary>Ranks images.</summary>
    /// <param name="rows">One row an image.</param>
    /// <param name="index">Numbers of the sources, shared by all that is compared; made from the rows if null.</param>
    /// <exception cref="ArgumentException">A score is not finite.</exception>
    /// <exception cref="KeyNotFoundException">A row's source is not in <paramref name="index"/>.</exception>
    public static RankedScores Of(IReadOnlyCollection<ScoredRow> rows, SourceIndex? index = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        index ??= SourceIndex.Of(rows);
        return new RankedScores(
            rows.Select(row => row.Score).ToArray(),
            rows.Select(row => index[row.Source]).ToArray(),
            rows.Select(row => row.Generated ? 1 : 0).ToArray(),
            rows.Select(row => row.Generated ? 0 : 1).ToArray(),
            index.Count);
    }

    /// <summary>Ranks items that hold both classes; all spans are [items], masses >= 0.</summary>
    internal static RankedScores OfMasses(
        ReadOnlySpan<float> scores, ReadOnlySpan<int> sources, ReadOnlySpan<int> positives, ReadOnlySpan<int> negatives, int sourceCount) =>
        new(scores, sources, positives, negatives, sourceCount);

    /// <summary>Area under the ROC curve, ties counted half (Mann-Whitney). 0..1, chance 0.5.</summary>
    /// <param name="counts">How often each source counts: [sources]; empty = each once.</param>
    /// <returns>NaN if a class is missing; so for every figure here.</returns>
    public double Auc(ReadOnlySpan<int> counts = default) => Measure(counts, RankingMetrics.Auc);

    /// <summary>Average precision with both classes weighted to equal mass. 0..1, chance 0.5.</summary>
    /// <inheritdoc cref="Auc"/>
    public double AveragePrecision(ReadOnlySpan<int> counts = default) => Measure(counts, RankingMetrics.AveragePrecision);

    /// <summary>Largest true-positive rate at a false-positive rate of at most <paramref name="falsePositiveRate"/>: an exact step of the ROC curve.</summary>
    /// <param name="falsePositiveRate">0..1.</param>
    /// <param name="counts">How often each source counts: [sources]; empty = each once.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="falsePositiveRate"/> is outside 0..1.</exception>
    public double TruePositiveRateAt(double falsePositiveRate, ReadOnlySpan<int> counts = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(falsePositiveRate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(falsePositiveRate, 1);
        return Measure(counts, (positives, negatives) => RankingMetrics.TruePositiveRateAt(positives, negatives, falsePositiveRate));
    }

    /// <summary>Share of the negatives (real images, untouched pixels) whose score is above the threshold.</summary>
    /// <param name="threshold">Scores above it, not equal to it, count as found.</param>
    /// <param name="counts">How often each source counts: [sources]; empty = each once.</param>
    public double FalsePositiveRate(float threshold, ReadOnlySpan<int> counts = default) =>
        Measure(counts, (_, negatives) => ShareAbove(threshold, negatives));

    /// <summary>Share of the positives (generated images, edited pixels) whose score is above the threshold.</summary>
    /// <inheritdoc cref="FalsePositiveRate"/>
    public double TruePositiveRate(float threshold, ReadOnlySpan<int> counts = default) =>
        Measure(counts, (positives, _) => ShareAbove(threshold, positives));

    /// <summary>Mean squared error of scores that are probabilities of "generated" (Brier 1950). 0 is perfect; always saying 0.5 gives 0.25.</summary>
    /// <param name="counts">How often each source counts: [sources]; empty = each once.</param>
    /// <exception cref="InvalidOperationException">A score is outside 0..1.</exception>
    public double Brier(ReadOnlySpan<int> counts = default) => Measure(counts, SquaredError);

    private double SquaredError(ReadOnlySpan<double> positives, ReadOnlySpan<double> negatives)
    {
        double sum = 0, mass = 0;
        for (var group = 0; group < groupScores.Length; group++)
        {
            double score = groupScores[group];
            if (score is < 0 or > 1) throw new InvalidOperationException($"Score {score} is not a probability.");
            sum += positives[group] * (1 - score) * (1 - score) + negatives[group] * score * score;
            mass += positives[group] + negatives[group];
        }

        return mass > 0 ? sum / mass : double.NaN;
    }

    private double ShareAbove(float threshold, ReadOnlySpan<double> masses)
    {
        double above = 0, all = 0;
        for (var group = 0; group < masses.Length; group++)
        {
            all += masses[group];
            if (groupScores[group] > threshold) above += masses[group];
        }

        return all > 0 ? above / all : double.NaN;
    }

    /// <summary>Adds up the masses of each group of equal scores, each item as often as its source counts.</summary>
    private double Measure(ReadOnlySpan<int> counts, GroupMetric metric)
    {
        if (counts.IsEmpty) counts = ones;
        if (counts.Length != ones.Length) throw new ArgumentException($"{counts.Length} counts for {ones.Length} sources.", nameof(counts));
        var size = groupScores.Length;
        var pooled = ArrayPool<double>.Shared.Rent(2 * size);
        try
        {
            var masses = pooled.AsSpan(0, 2 * size);
            masses.Clear();
            var groupPositives = masses[..size];
            var groupNegatives = masses[size..];
            for (var i = 0; i < groups.Length; i++)
            {
                var count = counts[sources[i]];
                groupPositives[groups[i]] += (double)count * positives[i];
                groupNegatives[groups[i]] += (double)count * negatives[i];
            }

            return metric(groupPositives, groupNegatives);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(pooled);
        }
    }

    private static int[] Pick(ReadOnlySpan<int> values, int[] order)
    {
        var picked = new int[order.Length];
        for (var i = 0; i < picked.Length; i++) picked[i] = values[order[i]];
        return picked;
    }
}
