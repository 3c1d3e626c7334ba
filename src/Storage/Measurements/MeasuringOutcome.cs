using StayPositive.Detector.Decoding;

namespace StayPositive.Storage.Measurements;

/// <summary>How measuring a content ended.</summary>
/// <param name="Code">For counts: <c>Done</c>, <c>Erased</c>, <c>MaskRefused</c>, or the code by which the scanner refuses the image.</param>
/// <param name="Sentence">What is wrong; null when nothing is.</param>
public sealed record MeasuringOutcome(string Code, string? Sentence)
{
    /// <summary>All that was missing is stored.</summary>
    public static MeasuringOutcome Done { get; } = new(nameof(Done), null);

    /// <summary>The content has been erased; nothing is stored.</summary>
    public static MeasuringOutcome Erased { get; } = new(nameof(Erased), "The content has been erased.");

    /// <summary>The measurement is stored, the mask's features are not.</summary>
    public static MeasuringOutcome MaskRefused(string sentence) => new(nameof(MaskRefused), sentence);

    /// <summary>The image cannot be scanned.</summary>
    public static MeasuringOutcome NotScanned(ImageRejected rejected)
    {
        ArgumentNullException.ThrowIfNull(rejected);
        return new(rejected.Code.ToString(), rejected.Sentence);
    }
}
