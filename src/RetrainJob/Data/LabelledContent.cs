using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Review;

namespace StayPositive.RetrainJob.Data;

/// <summary>A content and what its labels say together. The newest wins.</summary>
/// <param name="Scope">Tenant.</param>
/// <param name="Hash">The content.</param>
/// <param name="Label">The newest label.</param>
/// <param name="AuditProbability">With which the content was drawn for the audit, by any of its labels; null when it was not.</param>
/// <param name="Disagrees">True when labels have called it generated, and not generated.</param>
internal sealed record LabelledContent(Scope Scope, ContentHash Hash, Label Label, double? AuditProbability, bool Disagrees)
{
    /// <summary>True for generated or inpainted; null when no opinion holds.</summary>
    public bool? Generated => IsGenerated(Label);

    /// <summary>How the label came to be. A content of the audit stays one when it is judged again.</summary>
    public RowOrigin Origin => AuditProbability is not null ? RowOrigin.Audit
        : Label.Source?.StartsWith("import:", StringComparison.Ordinal) == true ? RowOrigin.Collection
        : RowOrigin.Flagged;

    /// <summary>SHA-256 of the mask; null without one.</summary>
    public ContentHash? Mask => Label is { Mask: { } mask, Override: Decision.Inpainted } ? ContentHash.Parse(mask) : null;

    /// <summary>From all labels of a content, the oldest first; null without one.</summary>
    public static LabelledContent? Of(Scope scope, ContentHash hash, IReadOnlyList<Label> labels)
    {
        if (labels.Count == 0)
            return null;
        var probability = labels.LastOrDefault(label => label.AuditProbability is > 0 and <= 1)?.AuditProbability;
        var opinions = labels.Select(IsGenerated).OfType<bool>().Distinct().Count();
        return new LabelledContent(scope, hash, labels[^1], probability, opinions > 1);
    }

    private static bool? IsGenerated(Label label) => label.Override switch
    {
        Decision.AiGenerated or Decision.Inpainted => true,
        Decision.NoFindings => false,
        _ => null,
    };
}
