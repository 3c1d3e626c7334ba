namespace StayPositive.RetrainJob.Checkpoints;

/// <summary>A checkpoint is refused; nothing in it has been executed.</summary>
internal sealed class CheckpointRefusedException(CheckpointRefusal code, string message, Exception? inner = null) : Exception(message, inner)
{
    public CheckpointRefusal Code { get; } = code;
}
