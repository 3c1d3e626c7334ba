namespace StayPositive.RetrainJob.Gates;

/// <summary>By what a row is sliced.</summary>
/// <param name="Source">Where the label comes from.</param>
/// <param name="Generator">What made it; null for photos, and when it is not known.</param>
/// <param name="Format">Of the file.</param>
/// <param name="Megapixels">As scanned.</param>
/// <param name="PostProcessing">What was done to the held-out image before it was measured; <c>none</c> as it came.</param>
/// <param name="MaskShare">Share of the image that was generated, 0..1; null for whole images.</param>
internal sealed record RowFacts(string Source, string? Generator, string Format, double Megapixels, string PostProcessing, double? MaskShare);
