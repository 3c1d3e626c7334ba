namespace StayPositive.Detector.Models;

/// <summary>A model package is not what it should be, and is not used.</summary>
public sealed class ModelRefusedException : Exception
{
    /// <param name="code">Machine-readable reason.</param>
    /// <param name="message">One sentence with file, value and limit.</param>
    /// <param name="inner">What was thrown underneath, if anything.</param>
    public ModelRefusedException(ModelRefusal code, string message, Exception? inner = null)
        : base(message, inner) => Code = code;

    /// <summary>Machine-readable reason.</summary>
    public ModelRefusal Code { get; }
}
