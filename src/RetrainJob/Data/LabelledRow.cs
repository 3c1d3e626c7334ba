using StayPositive.Storage.Keys;

namespace StayPositive.RetrainJob.Data;

/// <summary>One labelled row of mean features: what heads are fitted on, calibrated with and judged by.</summary>
internal sealed record LabelledRow
{
    /// <summary>The content.</summary>
    public required ContentHash Hash { get; init; }

    /// <summary>Tenant.</summary>
    public required Scope Scope { get; init; }

    /// <summary>Which part of the image.</summary>
    public required RowPart Part { get; init; }

    /// <summary>The label. The whole image of an inpainting counts as generated (a scanner must find it), and has the weight 0.</summary>
    public required bool Generated { get; init; }

    /// <summary>In a fit, >= 0. 0: judges only.</summary>
    public required double Weight { get; init; }

    /// <summary>Contents of one group (near-duplicates, pairs, one collection's source) are never on two sides of a split.</summary>
    public required string Group { get; init; }

    /// <summary>What the row may be used for.</summary>
    public required DataSplit Split { get; init; }

    /// <summary>How the label came to be.</summary>
    public required RowOrigin Origin { get; init; }

    /// <summary>When the newest label was made, UTC.</summary>
    public required DateTimeOffset LabelledAt { get; init; }

    /// <summary>With which the content was drawn for the audit, in (0, 1]; 1 and without meaning when <see cref="Audit"/> is false.</summary>
    public required double InclusionProbability { get; init; }

    /// <summary>For slices.</summary>
    public required RowFacts Facts { get; init; }

    /// <summary>Row of <see cref="FeatureTableFile"/> with the mean features.</summary>
    public required int Feature { get; init; }

    /// <summary>Stored best windows of a whole image; empty for the sides of a mask, and for images smaller than every window.</summary>
    public IReadOnlyList<RowWindow> Windows { get; init; } = [];

    /// <summary>True: FPR, FNR and prevalence are estimated with this row.</summary>
    public bool Audit => Origin == RowOrigin.Audit;

    /// <summary>True: fits heads.</summary>
    public bool Trains => Split == DataSplit.Train && Weight > 0;

    /// <summary>True: sets thresholds and the probability. Photos that the scanner had flagged score higher than photos do.</summary>
    public bool Calibrates => Split == DataSplit.Calibration && Part == RowPart.WholeImage && Origin != RowOrigin.Flagged;

    /// <summary>True: may stand in a report's slices and in gates. What is golden was chosen to judge, however its label came to be.</summary>
    public bool Judges => Part == RowPart.WholeImage && (Split == DataSplit.Golden || (Split == DataSplit.Holdout && Origin != RowOrigin.Flagged));
}
