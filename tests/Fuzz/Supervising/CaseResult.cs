namespace StayPositive.Fuzz.Supervising;

/// <summary>What came of a case.</summary>
/// <param name="Format">By magic bytes.</param>
/// <param name="Outcome">"Image" or a rejection code.</param>
/// <param name="Scanned">True when the image was scanned, too.</param>
/// <param name="Broken">The promise that was broken, in a sentence; null if none.</param>
internal sealed record CaseResult(string Format, string Outcome, bool Scanned, string? Broken)
{
    public const string Image = "Image";
}
