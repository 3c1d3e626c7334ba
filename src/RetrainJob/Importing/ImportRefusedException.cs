namespace StayPositive.RetrainJob.Importing;

/// <summary>A checkpoint was read, but is not what it was said to be. The message is one sentence; the keys say the rest.</summary>
internal sealed class ImportRefusedException(string message, KeyComparison? keys = null) : Exception(message)
{
    /// <summary>Which names and shapes differ; null when that is not the reason.</summary>
    public KeyComparison? Keys { get; } = keys;
}
