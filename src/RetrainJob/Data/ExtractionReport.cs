namespace StayPositive.RetrainJob.Data;

/// <summary>What an extraction did.</summary>
/// <param name="Contents">Contents of this replica.</param>
/// <param name="AlreadyDone">Nothing was missing.</param>
/// <param name="Measured">Computed now.</param>
/// <param name="Failed">How many could not be measured, by code: <c>NoImage</c>, <c>MaskMissing</c>, <c>MaskRefused</c>, <c>Erased</c>, or the scanner's.</param>
internal sealed record ExtractionReport(int Contents, int AlreadyDone, int Measured, IReadOnlyDictionary<string, int> Failed);
