namespace StayPositive.RetrainJob.Checkpoints;

/// <summary>A tensor of a state dict.</summary>
/// <param name="Shape">Sides; empty for a scalar.</param>
/// <param name="Values">Contiguous, row-major, as float32.</param>
internal sealed record CheckpointTensor(long[] Shape, float[] Values);
