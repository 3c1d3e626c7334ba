namespace StayPositive.Functions.Notes;

/// <summary>What the model is shown.</summary>
/// <param name="Preview">The image, upright and small: JPEG.</param>
/// <param name="HeatMap">The evidence over the image in grey: PNG; null when there is none.</param>
internal sealed record NotePictures(byte[] Preview, ReadOnlyMemory<byte>? HeatMap);
