using StayPositive.Detector.Verdicts;

namespace StayPositive.Detector.Models;

/// <summary>Content of <c>head.json</c>.</summary>
internal sealed record HeadFile
{
    public int Schema { get; init; } = BackboneManifest.CurrentSchema;

    public required string Version { get; init; }

    /// <summary>SHA-256 of the backbone it was fitted on.</summary>
    public required string Backbone { get; init; }

    public required float[] Weights { get; init; }

    public required float Bias { get; init; }

    public required Calibration Calibration { get; init; }
}
