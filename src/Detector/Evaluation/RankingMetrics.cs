namespace StayPositive.Detector.Evaluation;

/// <summary>
/// Figures of a ranking, from the mass of positives and negatives in each group of equal scores, groups from the highest score
/// to the lowest: [groups] both, >= 0. All are NaN if a class they need has no mass.
/// </summary>
internal static class RankingMetrics
{
    /// <summary>Room for rounding when a share is compared with a stated rate.</summary>
    private const double Rounding = 1e-12;

    /// <summary>P(score of a positive > score of a negative) + P(equal) / 2 (Mann and Whitney 1947).</summary>
    public static double Auc(ReadOnlySpan<double> positives, ReadOnlySpan<double> negatives)
    {
        double positivesAbove = 0, negativesSeen = 0, sum = 0;
        for (var group = 0; group < positives.Length; group++)
        {
            sum += negatives[group] * (positivesAbove + positives[group] / 2);
            positivesAbove += positives[group];
            negativesSeen += negatives[group];
        }

        return positivesAbove > 0 && negativesSeen > 0 ? sum / (positivesAbove * negativesSeen) : double.NaN;
    }

    /// <summary>
    /// Sum of (recall step) x precision, without interpolation, as scikit-learn's <c>average_precision_score</c>; both classes are scaled to
    /// mass 1 first, so that chance is 0.5 whatever the numbers of images.
    /// </summary>
    public static double AveragePrecision(ReadOnlySpan<double> positives, ReadOnlySpan<double> negatives)
    {
        var (allPositives, allNegatives) = (Sum(positives), Sum(negatives));
        if (!(allPositives > 0 && allNegatives > 0)) return double.NaN;
        double recall = 0, falseAlarms = 0, average = 0;
        for (var group = 0; group < positives.Length; group++)
        {
            var step = positives[group] / allPositives;
            recall += step;
            falseAlarms += negatives[group] / allNegatives;
            if (step > 0) average += step * recall / (recall + falseAlarms);
        }

        return average;
    }

    /// <summary>
    /// Largest true-positive rate of any threshold whose false-positive rate is at most <paramref name="falsePositiveRate"/>. Steps of the
    /// ROC only, nothing between them: with fewer than 1 / rate negatives, no false positive is allowed.
    /// </summary>
    public static double TruePositiveRateAt(ReadOnlySpan<double> positives, ReadOnlySpan<double> negatives, double falsePositiveRate)
    {
        var (allPositives, allNegatives) = (Sum(positives), Sum(negatives));
        if (!(allPositives > 0 && allNegatives > 0)) return double.NaN;
        double found = 0, falseAlarms = 0;
        for (var group = 0; group < positives.Length; group++)
        {
            falseAlarms += negatives[group];
            if (falseAlarms > allNegatives * (falsePositiveRate + Rounding)) break;
            found += positives[group];
        }

        return found / allPositives;
    }

    private static double Sum(ReadOnlySpan<double> masses)
    {
        var sum = 0.0;
        foreach (var mass in masses) sum += mass;
        return sum;
    }
}
