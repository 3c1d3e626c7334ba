namespace StayPositive.Detector.Evaluation;

/// <summary>What one score of one head is worth on a set of real and generated images; every figure with its bootstrap interval by source photo.</summary>
/// <param name="Auc">Area under the ROC curve.</param>
/// <param name="AveragePrecision">Average precision, classes weighted to equal mass.</param>
/// <param name="TruePositiveRateAt1Percent">Largest share of generated images found by a threshold with at most 1% false positives on these photos.</param>
/// <param name="FalsePositiveRate">Share of real photos above the model's own threshold; null if it has none.</param>
/// <param name="TruePositiveRate">Share of generated images above the model's own threshold; null if it has none.</param>
public sealed record Figures(
    Interval Auc, Interval AveragePrecision, Interval TruePositiveRateAt1Percent, Interval? FalsePositiveRate, Interval? TruePositiveRate)
{
    private const double StatedRate = 0.01;

    /// <summary>Measures a score.</summary>
    /// <param name="scores">The score of each image.</param>
    /// <param name="margins">For each image its distance above the model's threshold; null without thresholds.</param>
    /// <param name="index">Numbers of the sources of <paramref name="bootstrap"/>.</param>
    /// <param name="bootstrap">The draws; share them between all figures that are compared.</param>
    public static Figures Of(IReadOnlyCollection<ScoredRow> scores, IReadOnlyCollection<ScoredRow>? margins, SourceIndex index, ClusterBootstrap bootstrap)
    {
        ArgumentNullException.ThrowIfNull(bootstrap);
        var ranked = RankedScores.Of(scores, index);
        var passing = margins is null ? null : RankedScores.Of(margins, index);
        return new Figures(
            bootstrap.Of(ranked.Auc),
            bootstrap.Of(ranked.AveragePrecision),
            bootstrap.Of(counts => ranked.TruePositiveRateAt(StatedRate, counts)),
            passing is null ? null : bootstrap.Of(counts => passing.FalsePositiveRate(0, counts)),
            passing is null ? null : bootstrap.Of(counts => passing.TruePositiveRate(0, counts)));
    }
}
