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
    /// <summary>Where it was made: <c>review</c>, or <c>import:NAME</c>.</summary>
    public string? Source { get; init; }

    /// <summary>Probability with which the content was drawn for the audit; null when it was not drawn: such a label trains, and estimates nothing.</summary>
    public double? AuditProbability { get; init; }

    /// <summary>Model version whose verdict the reviewer saw; null when none was shown.</summary>
    public string? ModelSeen { get; init; }

    /// <summary>SHA-256 of the mask of the generated part, lower-case hex; null without one. A PNG as large as the upright image, white = generated.</summary>
    public string? Mask { get; init; }

    /// <summary>What belongs together when data is split: a pair, a collection, an uploader; null when nothing is known.</summary>
    public string? Group { get; init; }

    /// <summary>What made the image, as who labelled it says, e.g. <c>midjourney-6</c>; null when it is unknown, or a photo.</summary>
    public string? Generator { get; init; }

    /// <summary>What this label puts in place of the scanner's verdict; null when the scanner's holds (re-opened) or nothing changes (undecided).</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public Decision? Override => Ruling switch
    {
        Ruling.NoFindings => Decision.NoFindings,
        Ruling.AiGenerated => Decision.AiGenerated,
        Ruling.Inpainted => Decision.Inpainted,
        _ => null,
    };
}
