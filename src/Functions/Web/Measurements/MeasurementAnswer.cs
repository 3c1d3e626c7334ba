using StayPositive.Detector.Decoding;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Functions.Web.Measurements;

/// <summary>What the pixels say under a backbone, without the features.</summary>
/// <param name="Backbone">SHA-256 of the ONNX file.</param>
/// <param name="Engine">Version of the engine.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Megapixels">Width x height / 10^6.</param>
/// <param name="Facts">Of the file.</param>
/// <param name="Heads">What each head says.</param>
internal sealed record MeasurementAnswer(string Backbone, int Engine, int Width, int Height, double Megapixels, ImageFacts? Facts, IReadOnlyList<MeasurementAnswer.ByHead> Heads)
{
    public static MeasurementAnswer Of(Measurement measurement) => new(
        measurement.BackboneSha256, measurement.EngineVersion, measurement.Width, measurement.Height, measurement.Megapixels, measurement.Facts, [.. measurement.Heads.Select(Of)]);

    private static ByHead Of(HeadMeasurement head) => new(head.Head.Value, head.Logit, head.MaxCell, [.. head.BestWindows.Select(Of)]);

    private static Window Of(EvidenceWindow window) => new(window.X, window.Y, window.Width, window.Height, window.SizePixels, window.Logit);

    /// <summary>What one head says.</summary>
    /// <param name="Model">Version.</param>
    /// <param name="Logit">Of the whole image.</param>
    /// <param name="MaxCell">Largest evidence of a cell, logit units.</param>
    /// <param name="Windows">The best window of each size that fits.</param>
    internal sealed record ByHead(string Model, float Logit, float MaxCell, IReadOnlyList<Window> Windows);

    /// <summary>A best window, pixels.</summary>
    internal sealed record Window(int X, int Y, int Width, int Height, int Size, float Logit);
}
