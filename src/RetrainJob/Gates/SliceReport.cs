using StayPositive.Detector.Evaluation;

namespace StayPositive.RetrainJob.Gates;

/// <summary>Three heads on one slice.</summary>
/// <param name="Kind">See <see cref="Slice"/>.</param>
/// <param name="Value">See <see cref="Slice"/>.</param>
/// <param name="Real">Photos.</param>
/// <param name="Generated">Generated rows.</param>
/// <param name="Candidate">The new head.</param>
/// <param name="Champion">The head that serves.</param>
/// <param name="Unconstrained">The baseline without w >= 0.</param>
/// <param name="AgainstChampion">AUC of the candidate minus that of the champion; paired bootstrap by group.</param>
/// <param name="AgainstUnconstrained">AUC of the candidate minus that of the baseline.</param>
internal sealed record SliceReport(
    string Kind, string Value, int Real, int Generated, HeadFigures Candidate, HeadFigures Champion, HeadFigures Unconstrained, Interval AgainstChampion, Interval AgainstUnconstrained)
{
    /// <summary>Measures a slice.</summary>
    /// <param name="slice">Its rows.</param>
    /// <param name="resamples">Of the bootstrap, >= 1.</param>
    /// <param name="seed">Fixes its draws.</param>
    public static SliceReport Of(Slice slice, int resamples, int seed)
    {
        var rows = slice.Rows;
        var index = SourceIndex.Of(rows.Select(row => row.Group));
        var bootstrap = new ClusterBootstrap(index, resamples, seed);
        var (candidate, champion, unconstrained) = (Ranked(row => row.Candidate), Ranked(row => row.Champion), Ranked(row => row.Unconstrained));
        return new SliceReport(
            slice.Kind, slice.Value, rows.Count(row => !row.Generated), rows.Count(row => row.Generated),
            HeadFigures.Of(candidate, rows, row => row.Candidate), HeadFigures.Of(champion, rows, row => row.Champion), HeadFigures.Of(unconstrained, rows, row => row.Unconstrained),
            bootstrap.Of(counts => candidate.Auc(counts) - champion.Auc(counts)),
            bootstrap.Of(counts => candidate.Auc(counts) - unconstrained.Auc(counts)));

        RankedScores Ranked(Func<GateRow, RowScore> head) => RankedScores.Of([.. rows.Select(row => new ScoredRow(row.Group, row.Generated, head(row).Margin))], index);
    }
}
