namespace StayPositive.RetrainJob.Data;

/// <summary>What reports slice rows by.</summary>
/// <param name="Source">Where the label is from: <c>review</c>, <c>import:NAME</c>.</param>
/// <param name="Generator">What made the image, as the label says; null = unknown, or a photo.</param>
/// <param name="Format">File format, e.g. <c>Jpeg</c>; <c>Pixels</c> when no file was scanned.</param>
/// <param name="Megapixels">Width x height / 10^6.</param>
/// <param name="PostProcessing"><c>none</c>, or what a robustness slice did to the held-out image, e.g. <c>jpeg:75</c>.</param>
/// <param name="MaskShare">Generated share of the area, 0..1; null without a mask.</param>
internal sealed record RowFacts(string Source, string? Generator, string Format, double Megapixels, string PostProcessing, double? MaskShare);
