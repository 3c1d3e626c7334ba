using StayPositive.Detector.Models;
using StayPositive.RetrainJob.Data;
using StayPositive.RetrainJob.Gates;

namespace StayPositive.RetrainJob.Refits;

/// <summary>Judges held-out rows by candidate, champion and baseline.</summary>
internal sealed class Judging(Dataset dataset, ModelPackage serving, MadeHeads made)
{
    private readonly LinearHead candidate = LinearHead.Of(made.Package);
    private readonly LinearHead champion = LinearHead.Of(serving);

    /// <summary>Rows so far whose windows another head than the candidate had chosen.</summary>
    public int StoredWindows { get; private set; }

    /// <summary>Judges a row.</summary>
    public GateRow Of(LabelledRow row)
    {
        var isOriginal = row.Facts.PostProcessing == "none";
        var scanned = isOriginal ? made.Scans.GetValueOrDefault(CandidateScans.Key(row)) : null;
        var isLowerBound = scanned is null && row.Windows.Count > 0;
        if (isLowerBound)
            StoredWindows++;
        var (megapixels, policy) = (row.Facts.Megapixels, serving.Policy);
        return new GateRow(
            isOriginal ? row.Hash.Hex : $"{row.Hash.Hex} {row.Facts.PostProcessing}", row.Group, row.Generated, row.Facts,
            row.Audit && isOriginal ? row.InclusionProbability : null, row.Split == DataSplit.Golden,
            Calibrator.Judge(scanned?.Candidate.Moved(candidate.Bias) ?? StoredLogits.Of(dataset, row, candidate), megapixels, made.Package.Calibration, policy),
            Calibrator.Judge(scanned?.Champion ?? StoredLogits.Of(dataset, row, champion), megapixels, serving.Calibration, policy),
            Calibrator.Judge(StoredLogits.Of(dataset, row, made.Baseline), megapixels, made.BaselineCalibration, policy))
        {
            IsLowerBound = isLowerBound,
        };
    }
}
