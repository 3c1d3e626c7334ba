using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Review;

namespace StayPositive.RetrainJob.Data;

/// <summary>A content and what its labels say together: the ruling is the one that holds (<see cref="LabelStore.HoldingAsync"/>); what a later label does not repeat is taken from the newest that says it.</summary>
/// <param name="Scope">Tenant.</param>
/// <param name="Hash">The content.</param>
/// <param name="Label">The label that holds; the newest when all are undecided.</param>
/// <param name="AuditProbability">With which the content was drawn for the audit, by any of its labels; null when it was not.</param>
/// <param name="Disagrees">True when labels have called it generated, and not generated.</param>
internal sealed record LabelledContent(Scope Scope, ContentHash Hash, Label Label, double? AuditProbability, bool Disagrees)
{
    private const string Import = "import:";

    /// <summary>The collection that it was imported with, also when it was judged again since; else where its label is from.</summary>
    public required string Source { get; init; }

    /// <summary>What belongs together when data is split; null when nothing is known. A decision on the review page names no group: the pair of an import stays one.</summary>
    public required string? Group { get; init; }

    /// <summary>What made the image; null when it is unknown, or a photo.</summary>
    public required string? Generator { get; init; }

    /// <summary>SHA-256 of the mask of an inpainting; null without one.</summary>
    public required ContentHash? Mask { get; init; }

    /// <summary>True for generated or inpainted; null when no opinion holds.</summary>
    public bool? Generated => IsGenerated(Label);

    /// <summary>How the label came to be. A content of the audit, or of a collection, stays one when it is judged again.</summary>
    public RowOrigin Origin => AuditProbability is not null ? RowOrigin.Audit
        : Source.StartsWith(Import, StringComparison.Ordinal) ? RowOrigin.Collection
        : RowOrigin.Flagged;

    /// <summary>From all labels of a content, the oldest first; null without one.</summary>
    public static LabelledContent? Of(Scope scope, ContentHash hash, IReadOnlyList<Label> labels)
    {
        if (labels.Count == 0)
            return null;
        var holding = labels.LastOrDefault(label => label.Ruling != Ruling.Undecided) ?? labels[^1];
        var probability = labels.LastOrDefault(label => label.AuditProbability is > 0 and <= 1)?.AuditProbability;
        var opinions = labels.Select(IsGenerated).OfType<bool>().Distinct().Count();
        return new LabelledContent(scope, hash, holding, probability, opinions > 1)
        {
            Source = Newest(label => label.Source is { } source && source.StartsWith(Import, StringComparison.Ordinal) ? source : null) ?? holding.Source ?? "review",
            Group = Newest(label => label.Group),
            Generator = IsGenerated(holding) == true ? Newest(label => label.Generator) : null,
            Mask = holding.Ruling == Ruling.Inpainted && Newest(label => label.Ruling == Ruling.Inpainted ? label.Mask : null) is { } mask ? ContentHash.Parse(mask) : null,
        };

        string? Newest(Func<Label, string?> fact) => labels.Select(fact).LastOrDefault(value => value is not null);
    }

    private static bool? IsGenerated(Label label) => label.Override switch
    {
        Decision.AiGenerated or Decision.Inpainted => true,
        Decision.NoFindings => false,
        _ => null,
    };
}
