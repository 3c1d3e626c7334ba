namespace StayPositive.RetrainJob.Data;

/// <summary>Rows of the two sides of a mask.</summary>
/// <param name="Share">Masked share of the area, 0..1.</param>
/// <param name="Inside">Row of the features; null when the mask is empty.</param>
/// <param name="Outside">Row of the features; null when the mask touches every cell.</param>
internal sealed record MaskRows(double Share, int? Inside, int? Outside);
