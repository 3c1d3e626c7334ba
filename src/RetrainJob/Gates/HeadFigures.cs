using StayPositive.Detector.Evaluation;

namespace StayPositive.RetrainJob.Gates;

/// <summary>What one head is worth on a slice. The score that is ranked is the joint margin. NaN where a class is missing.</summary>
/// <param name="Auc">Area under the ROC curve.</param>
/// <param name="AveragePrecision">Classes weighted to equal mass.</param>
/// <param name="TruePositiveRateAt1Percent">At most 1% false positives on this slice.</param>
/// <param name="FalsePositiveRate">Share of the photos that pass the head's own thresholds.</param>
/// <param name="TruePositiveRate">Share of the generated rows that do.</param>
/// <param name="Brier">Mean squared error of the probability at equal classes.</param>
/// <param name="Ece">Expected calibration error.</param>
internal sealed record HeadFigures(
    double Auc, double AveragePrecision, double TruePositiveRateAt1Percent, double FalsePositiveRate, double TruePositiveRate, double Brier, double Ece)
{
    /// <summary>Measures a head.</summary>
    public static HeadFigures Of(RankedScores margins, IReadOnlyList<GateRow> rows, Func<GateRow, RowScore> head)
    {
        var reliability = Reliability.Of([.. rows.Select(row => (head(row).Probability, row.Generated))]);
        return new HeadFigures(
            margins.Auc(), margins.AveragePrecision(), margins.TruePositiveRateAt(0.01), margins.FalsePositiveRate(0), margins.TruePositiveRate(0), reliability.Brier, reliability.Ece);
    }
}
