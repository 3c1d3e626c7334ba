namespace StayPositive.RetrainJob.Data;

/// <summary>What the ledger holds of a content.</summary>
/// <param name="Split">Its split.</param>
/// <param name="Age">Place of its first entry in the ledger: the smaller, the older.</param>
internal readonly record struct SplitEntry(DataSplit Split, long Age);
