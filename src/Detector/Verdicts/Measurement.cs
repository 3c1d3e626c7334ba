using StayPositive.Detector.Decoding;
using StayPositive.Detector.Evidence;

namespace StayPositive.Detector.Verdicts;

/// <summary>
/// What the pixels say under a backbone: a pure function of (content, backbone, engine version) and, for the choice of windows, of the heads it was
/// made with. Everything else is judgement.
/// </summary>
/// <param name="BackboneSha256">Of the ONNX file, lower-case hex.</param>
/// <param name="EngineVersion">Raised whenever the same pixels could give other numbers.</param>
/// <param name="Facts">Of the file; null when pixels were scanned directly.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Features">z of the whole image, [C].</param>
/// <param name="Heads">One a head.</param>
/// <param name="Complete">False after an early stop: z and logits are then those of the tiles seen, over all cells, i.e. lower bounds.</param>
public sealed record Measurement(
    string BackboneSha256, int EngineVersion, ImageFacts? Facts, int Width, int Height, FeatureVector Features, IReadOnlyList<HeadMeasurement> Heads, bool Complete)
{
    /// <summary>Version of this engine.</summary>
    public const int CurrentEngineVersion = 1;

    /// <summary>What re-encodings measure, if a second look was taken; else empty.</summary>
    public IReadOnlyList<Reexamination> Reexaminations { get; init; } = [];

    /// <summary>What its features were divided by to be stored as float16, a power of two: their rounding grows with it. 1 for almost all, and for what was never stored.</summary>
    public float FeatureScale { get; init; } = 1;

    /// <summary>Width x height / 10^6.</summary>
    public double Megapixels => (double)Width * Height / 1e6;
}
