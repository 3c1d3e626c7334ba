using System.Numerics.Tensors;
using StayPositive.Detector.Evaluation;
using StayPositive.RetrainJob.Training;

namespace StayPositive.RetrainJob.Heads;

/// <summary>How well a head ranks the rows of a table.</summary>
/// <param name="Pairs">AUC of re-rendered rows against their photos, laundered or not on both sides alike.</param>
/// <param name="Laundered">AUC of re-rendered rows against photos that alone were laundered.</param>
/// <param name="Native">AUC of re-rendered rows against photos that were never shrunk.</param>
internal sealed record FitScores(double Pairs, double Laundered, double Native)
{
    public static FitScores Of(HeadFit head, FeatureTable table)
    {
        var logits = Enumerable.Range(0, table.Rows).Select(i => TensorPrimitives.Dot(table.Row(i), head.Weights)).ToArray();
        double Against(params RowKind[] reals) => RankedScores.Of(Enumerable.Range(0, table.Rows)
            .Where(i => table.Kinds[i] == RowKind.Fake || reals.Contains(table.Kinds[i]))
            .Select(i => new ScoredRow("all", table.Kinds[i] == RowKind.Fake, logits[i]))
            .ToArray()).Auc();
        return new FitScores(Against(RowKind.Real, RowKind.Outside), Against(RowKind.Laundered), Against(RowKind.Native));
    }

    /// <summary>The figure by which regularisation is chosen.</summary>
    public double Mean => (Pairs + Laundered + Native) / 3;

    public override string ToString() => $"{Pairs:P1} / {Laundered:P1} / {Native:P1}";
}
