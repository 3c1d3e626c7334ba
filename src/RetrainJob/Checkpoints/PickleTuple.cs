namespace StayPositive.RetrainJob.Checkpoints;

/// <summary>A tuple.</summary>
internal sealed record PickleTuple(object?[] Items);
