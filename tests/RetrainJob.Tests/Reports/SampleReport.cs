using StayPositive.Detector.Verdicts;
using StayPositive.RetrainJob.Data;
using StayPositive.RetrainJob.Gates;
using StayPositive.RetrainJob.Heads;
using StayPositive.RetrainJob.Refits;
using StayPositive.RetrainJob.Reports;
using StayPositive.RetrainJob.Tests.Gates;
using StayPositive.Storage.Rescoring;

namespace StayPositive.RetrainJob.Tests.Reports;

/// <summary>A report on drawn rows.</summary>
internal static class SampleReport
{
    public static RefitReport Of(string version, IReadOnlyList<GateRow>? rows = null)
    {
        rows ??= Rows.Draw(100, candidate: 2.5, champion: 1.5);
        var settings = new RefitJobSettings { Gates = new GateSettings { Resamples = 50, FalsePositiveCeiling = 0.2 } };
        SliceReport[] slices = [.. Slice.All(rows).Select(slice => SliceReport.Of(slice, settings.Gates.Resamples, 1))];
        return new RefitReport
        {
            Version = version,
            Champion = "champion-1",
            Backbone = new string('a', 64),
            MadeAt = DateTimeOffset.UnixEpoch,
            Settings = settings,
            Data = new DataReport(new DatasetCounts(200, 0, 0, 0, 0, 200, 1), new SortedDictionary<string, int> { ["Train WholeImage real"] = 100 }, 200, DateTimeOffset.UnixEpoch, 200, 0),
            Gates = GateKeeper.Check(settings.Gates, [0.5f, 0], 0.1f, rows, slices, new NewLabels(100, 100), frozen: 0),
            Audit = AuditReport.Of(rows),
            Fits = [new FitReport("non-negative, zero bias", true, 0.001, new Dictionary<string, double> { ["0.001"] = 0.9 }, 0.9, 0.8, 0.4, 1e-7, 7, true, 1)],
            Slices = slices,
            Calibration = new Calibration(ThresholdCalibration.Bins([], [64, 128, 256]), 1.5, 0),
            Candidate = Curves.Of(rows, row => row.Candidate),
            ChampionCurves = Curves.Of(rows, row => row.Champion),
            Unconstrained = Curves.Of(rows, row => row.Unconstrained),
            Reliability = Reliability.Of([.. rows.Select(row => (row.Candidate.Probability, row.Generated))]),
            Weights = [0.5f, 0],
            ChampionWeights = [0.2f, 0.1f],
            Drift = new DriftReport(100, 100, true, 0.05, double.NaN, 0.1, 0.3, [new FeatureDrift(1, 0.4, 0), new FeatureDrift(0, 0.1, 0.5f)]),
            Mistakes = Mistake.Worst(rows, 5),
            PastVerdicts = RescoreReport.Empty with { States = 3, Kept = 2, Changed = 1, Moves = new SortedDictionary<string, int> { ["NoFindings -> AiGenerated"] = 1 } },
        };
    }
}
