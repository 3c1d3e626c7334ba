using StayPositive.RetrainJob.Gates;

namespace StayPositive.RetrainJob.Reports;

/// <summary>How a head ranks the held-out rows by the joint margin.</summary>
/// <param name="Roc">False-positive rate, true-positive rate.</param>
/// <param name="PrecisionRecall">Recall, precision; both classes weighted to equal mass.</param>
internal sealed record Curves(IReadOnlyList<CurvePoint> Roc, IReadOnlyList<CurvePoint> PrecisionRecall)
{
    private const int MostPoints = 200;

    /// <summary>Empty where a class is missing.</summary>
    public static Curves Of(IReadOnlyCollection<GateRow> rows, Func<GateRow, RowScore> head)
    {
        var generated = rows.Count(row => row.Generated);
        var real = rows.Count - generated;
        if (generated == 0 || real == 0)
            return new Curves([], []);
        var (roc, pr) = (new List<CurvePoint> { new(0, 0) }, new List<CurvePoint>());
        var (hits, alarms) = (0, 0);
        foreach (var step in rows.GroupBy(row => head(row).Margin).OrderByDescending(group => group.Key))
        {
            var positives = step.Count(row => row.Generated);
            hits += positives;
            alarms += step.Count() - positives;
            var (found, falseAlarms) = ((double)hits / generated, (double)alarms / real);
            roc.Add(new(falseAlarms, found));
            if (positives > 0)
                pr.Add(new(found, found / (found + falseAlarms)));
        }

        return new Curves(Thin(roc), Thin(pr));
    }

    /// <summary>Evenly chosen points, the first and the last among them.</summary>
    private static IReadOnlyList<CurvePoint> Thin(List<CurvePoint> points) =>
        points.Count <= MostPoints ? points : [.. Enumerable.Range(0, MostPoints).Select(n => points[(int)((long)n * (points.Count - 1) / (MostPoints - 1))])];
}
