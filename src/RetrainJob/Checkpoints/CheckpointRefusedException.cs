namespace StayPositive.RetrainJob.Checkpoints;

/// <summary>A checkpoint is refused; nothing in it has been executed.</summary>
internal sealed class CheckpointRefusedException(CheckpointRefusal code, string message, Exception? inner = null) : Exception(Printable(message), inner)
{
    /// <summary>Machine-readable reason.</summary>
    public CheckpointRefusal Code { get; } = code;

    /// <summary>Messages quote names out of a hostile file, and are printed on a terminal.</summary>
    private static string Printable(string message) => string.Concat(message.Select(c => c is >= ' ' and <= '~' ? c : '?'));
}
