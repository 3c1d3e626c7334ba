namespace StayPositive.RetrainJob.Heads;

/// <summary>The rows have no optimum, or are not what rows should be. The message is one sentence with the row or the number.</summary>
internal sealed class RefitRefusedException(RefitRefusal code, string message) : Exception(message)
{
    /// <summary>Machine-readable reason.</summary>
    public RefitRefusal Code { get; } = code;
}
