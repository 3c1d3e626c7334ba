using System.Text.Json;
using System.Text.Json.Serialization;

namespace StayPositive.Detector.Models;

/// <summary>What <c>manifest.json</c> says of <c>backbone.onnx</c>.</summary>
public sealed record BackboneManifest
{
    /// <summary>Version of the package format that this code reads and writes.</summary>
    public const int CurrentSchema = 1;

    /// <summary>The padding of our own backbones: once, at the input, by reflection.</summary>
    public const string ReflectInput = "reflect-input";

    /// <summary>The padding of imported backbones: by zeros, in every layer, as they were trained.</summary>
    public const string ZeroPerLayer = "zero-per-layer";

    /// <summary>The head of an imported network that has negative weights: there is none until a non-negative one has been fitted.</summary>
    public const string NotYetPositive = "not-yet-positive";

    /// <summary>The only stride that the scanner takes: evidence maps, regions and masks count in cells of 8 x 8 pixels.</summary>
    public const int CellPixels = 8;

    /// <summary>Version of the package format.</summary>
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>SHA-256 of backbone.onnx, lower-case hex: the backbone's name.</summary>
    public required string Sha256 { get; init; }

    /// <summary>C: channels of the last feature map.</summary>
    public required int Channels { get; init; }

    /// <summary>Pixels per cell.</summary>
    public required int Stride { get; init; }

    /// <summary>Receptive field of a cell, pixels.</summary>
    public required int ReceptiveField { get; init; }

    /// <summary>How the borders are treated.</summary>
    public string Padding { get; init; } = ReflectInput;

    /// <summary><see cref="NotYetPositive"/>, or null when head.json holds the head.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Head { get; init; }

    /// <summary>How it was trained: recipe, data counts, log. Not interpreted.</summary>
    public JsonElement? Training { get; init; }
}
