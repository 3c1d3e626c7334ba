namespace StayPositive.Storage.Measurements;

/// <summary>A measurement of a changed image, in a file: features and all else in one, as nothing else names them.</summary>
internal sealed record VariantFile(MeasurementFile Measurement, byte[] Features, double? MaskShare);
