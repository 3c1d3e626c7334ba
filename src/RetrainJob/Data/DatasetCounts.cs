namespace StayPositive.RetrainJob.Data;

/// <summary>What became of the labels of a dataset.</summary>
/// <param name="Contents">Contents with a label.</param>
/// <param name="Undecided">Without an opinion that holds: undecided, or re-opened.</param>
/// <param name="Unmeasured">Without features: the image is gone, or could not be scanned.</param>
/// <param name="MasksMissing">Masks that a label names and that are not there, or do not fit the image.</param>
/// <param name="Disagreements">Contents whose labels have called it generated and not generated; the newest counts.</param>
/// <param name="Groups">Groups of the splits.</param>
/// <param name="LargestGroup">Contents of the largest group.</param>
internal sealed record DatasetCounts(int Contents, int Undecided, int Unmeasured, int MasksMissing, int Disagreements, int Groups, int LargestGroup);
