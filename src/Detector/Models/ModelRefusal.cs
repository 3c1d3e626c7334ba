namespace StayPositive.Detector.Models;

/// <summary>Why a model package is refused.</summary>
public enum ModelRefusal
{
    /// <summary>The folder or one of its files is missing or cannot be read.</summary>
    Missing,

    /// <summary>A JSON file is malformed, incomplete or of another schema version.</summary>
    BadManifest,

    /// <summary>backbone.onnx is not the file that the manifest names.</summary>
    WrongHash,

    /// <summary>backbone.onnx is not an ONNX model of the expected kind: operators, domains, subgraphs, external data, shapes.</summary>
    BadBackbone,

    /// <summary>A weight is not finite.</summary>
    NotFinite,

    /// <summary>A head weight is negative.</summary>
    NegativeWeight,

    /// <summary>An imported head has negative weights, and no non-negative one has been fitted yet.</summary>
    NotYetPositive,

    /// <summary>Head and backbone do not fit together.</summary>
    WrongShape,

    /// <summary>Thresholds, scale or policy make no sense.</summary>
    BadCalibration,

    /// <summary>The manifest is not signed by any of the configured keys.</summary>
    BadSignature,
}
