using StayPositive.Detector.Models;
using StayPositive.RetrainJob.Data;
using StayPositive.RetrainJob.Gates;
using StayPositive.RetrainJob.Reports;

namespace StayPositive.RetrainJob.Refits;

/// <summary>What comes in against what was learnt from, by the scores of two heads and by every feature.</summary>
internal static class DriftFigures
{
    /// <summary>Rows of which all features are held at a time: 10,000 x 2,048 take 82 MB.</summary>
    public const int MostRows = 10_000;

    /// <summary>Measures it.</summary>
    /// <param name="dataset">Its training rows are the reference.</param>
    /// <param name="package">The candidate.</param>
    /// <param name="serving">The champion.</param>
    /// <param name="seed">Fixes the sample of rows whose features are compared.</param>
    public static DriftReport Of(Dataset dataset, ModelPackage package, ModelPackage serving, int seed)
    {
        var reference = dataset.Rows.Where(row => row.Split == DataSplit.Train && row.Part == RowPart.WholeImage).ToArray();
        var held = dataset.Rows.Where(row => row.Judges && row.Facts.PostProcessing == "none").ToArray();
        var audit = held.Where(row => row.Audit).ToArray();
        var current = audit.Length > 0 ? audit : held;
        var (candidate, champion) = (LinearHead.Of(package), LinearHead.Of(serving));
        var (realBefore, realNow) = (Columns(dataset, Photos(reference)), Columns(dataset, Photos(current)));
        return new DriftReport(
            reference.Length, current.Length, audit.Length > 0, Scores(candidate, false), Scores(candidate, true), Scores(champion, false), Scores(champion, true),
            [.. Enumerable.Range(0, dataset.Channels).Select(c => new FeatureDrift(c, Drift.Psi(realBefore[c], realNow[c]), package.Head.Weights[c])).OrderByDescending(feature => feature.Psi)]);

        double Scores(LinearHead head, bool generated) => Drift.Psi(Logits(dataset, reference, head, generated), Logits(dataset, current, head, generated));

        IReadOnlyList<LabelledRow> Photos(LabelledRow[] rows) => Sample([.. rows.Where(row => !row.Generated)], MostRows, seed);
    }

    /// <summary>All rows, or as many as that at random, without repetition.</summary>
    public static IReadOnlyList<LabelledRow> Sample(LabelledRow[] rows, int most, int seed)
    {
        if (rows.Length <= most)
            return rows;
        var order = Enumerable.Range(0, rows.Length).ToArray();
        new Random(seed).Shuffle(order);
        return [.. order.Take(most).Order().Select(n => rows[n])];
    }

    private static float[] Logits(Dataset dataset, LabelledRow[] rows, LinearHead head, bool generated)
    {
        var features = new float[dataset.Channels];
        return [.. rows.Where(row => row.Generated == generated).Select(row =>
        {
            dataset.Features.Read(row.Feature, features);
            return head.Logit(features);
        })];
    }

    private static float[][] Columns(Dataset dataset, IReadOnlyList<LabelledRow> rows)
    {
        var columns = Enumerable.Range(0, dataset.Channels).Select(_ => new float[rows.Count]).ToArray();
        var features = new float[dataset.Channels];
        for (var n = 0; n < rows.Count; n++)
        {
            dataset.Features.Read(rows[n].Feature, features);
            for (var c = 0; c < columns.Length; c++)
                columns[c][n] = features[c];
        }

        return columns;
    }
}
