namespace StayPositive.Storage.Models;

/// <summary>
/// Content of <c>heads/{version}/manifest.json</c>: the hashes of all that makes a model version. Its own SHA-256 names the version in an alias, and its bytes are what is signed.
/// </summary>
public sealed record ReleaseManifest
{
    /// <summary>Version of the format that this code reads and writes.</summary>
    public const int CurrentSchema = 1;

    /// <summary>Version of the format.</summary>
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>Name of the model version.</summary>
    public required string Version { get; init; }

    /// <summary>SHA-256 of the ONNX file, which is its name.</summary>
    public required string Backbone { get; init; }

    /// <summary>SHA-256 of backbone.json (the package's manifest.json).</summary>
    public required string BackboneFacts { get; init; }

    /// <summary>SHA-256 of head.json.</summary>
    public required string Head { get; init; }

    /// <summary>SHA-256 of policy.json.</summary>
    public required string Policy { get; init; }
}
