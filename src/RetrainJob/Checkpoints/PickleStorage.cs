namespace StayPositive.RetrainJob.Checkpoints;

/// <summary>A storage that a persistent id names.</summary>
internal sealed record PickleStorage(StorageKind Kind, string Key, long Count);
