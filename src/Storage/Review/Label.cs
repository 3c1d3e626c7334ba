using StayPositive.Detector.Verdicts;

namespace StayPositive.Storage.Review;

/// <summary>A reviewer's decision about a content: one link of a chain that only grows.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Ruling">The decision.</param>
/// <param name="Reviewer">Who.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Blind">True when the reviewer did not see the scanner's verdict (audit).</param>
/// <param name="Note">Why; not for machines.</param>
public sealed record Label(int Number, Ruling Ruling, string Reviewer, DateTimeOffset At, bool Blind, string? Note)
{
    /// <summary>What holds instead of the scanner's verdict; null when the scanner's holds.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public Decision? Override => Ruling switch
    {
        Ruling.NoFindings => Decision.NoFindings,
        Ruling.AiGenerated => Decision.AiGenerated,
        Ruling.Inpainted => Decision.Inpainted,
        _ => null,
    };
}
