using StayPositive.Detector.Evaluation;

namespace StayPositive.Detector.Tests.Evaluation;

/// <summary>The definitions, in O(n^2) and without sorting.</summary>
internal static class BruteForce
{
    public static double Auc(IReadOnlyList<ScoredRow> rows)
    {
        var (generated, real) = Classes(rows);
        var sum = 0.0;
        foreach (var p in generated)
            foreach (var n in real)
                sum += p > n ? 1 : p == n ? 0.5 : 0;
        return sum / (generated.Length * real.Length);
    }

    /// <summary>scikit-learn's definition with sample weights 1/P and 1/N: a sum over the distinct thresholds.</summary>
    public static double AveragePrecision(IReadOnlyList<ScoredRow> rows)
    {
        var (generated, real) = Classes(rows);
        double sum = 0, before = 0;
        foreach (var threshold in rows.Select(row => row.Score).Distinct().OrderDescending())
        {
            var recall = generated.Count(score => score >= threshold) / (double)generated.Length;
            var falseAlarms = real.Count(score => score >= threshold) / (double)real.Length;
            sum += recall > before ? (recall - before) * recall / (recall + falseAlarms) : 0;
            before = recall;
        }

        return sum;
    }

    public static double TruePositiveRateAt(IReadOnlyList<ScoredRow> rows, double rate)
    {
        var (generated, real) = Classes(rows);
        return rows.Select(row => row.Score).Append(float.MaxValue)
            .Where(threshold => real.Count(score => score >= threshold) <= rate * real.Length)
            .Max(threshold => generated.Count(score => score >= threshold) / (double)generated.Length);
    }

    private static (float[] Generated, float[] Real) Classes(IReadOnlyList<ScoredRow> rows) =>
        (rows.Where(row => row.Generated).Select(row => row.Score).ToArray(), rows.Where(row => !row.Generated).Select(row => row.Score).ToArray());
}
