namespace StayPositive.Detector.Models;

/// <summary>The four files of a model package, as bytes.</summary>
/// <param name="Manifest">manifest.json: shapes and hash of the backbone.</param>
/// <param name="Backbone">backbone.onnx.</param>
/// <param name="Head">head.json: weights, bias, calibration.</param>
/// <param name="Policy">policy.json.</param>
public sealed record ModelFiles(ReadOnlyMemory<byte> Manifest, ReadOnlyMemory<byte> Backbone, ReadOnlyMemory<byte> Head, ReadOnlyMemory<byte> Policy);
