using StayPositive.Detector.Decoding;

namespace StayPositive.Storage.Measurements;

/// <summary>Content of <c>{engine}.json</c>: a measurement without its features, which are in the file that <see cref="Features"/> names.</summary>
internal sealed record MeasurementFile
{
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    public required string Backbone { get; init; }

    public required int Engine { get; init; }

    public required ImageFacts? Facts { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    public required int Channels { get; init; }

    public required IReadOnlyList<MeasuredHead> Heads { get; init; }

    /// <summary>SHA-256 of the features' file: name and check in one.</summary>
    public required string Features { get; init; }

    /// <summary>A stored value times this is the feature; 1 unless features are too large for float16.</summary>
    public required float Scale { get; init; }
}
