using StayPositive.Storage.Keys;
using StayPositive.Storage.Review;
using StayPositive.Storage.States;

namespace StayPositive.Functions.Web.Review;

/// <summary>A content under review: what was scanned of it, and what was decided.</summary>
/// <param name="Scope">Tenant.</param>
/// <param name="Hash">The content.</param>
/// <param name="States">Of uploads with the content, the newest scan first; at least one.</param>
/// <param name="HasMore">True when there are more uploads than were read.</param>
/// <param name="Labels">The oldest first.</param>
internal sealed record Subject(Scope Scope, ContentHash Hash, IReadOnlyList<UploadState> States, bool HasMore, IReadOnlyList<Label> Labels)
{
    /// <summary>The newest scan.</summary>
    public UploadState Latest => States[0];

    /// <summary>Number of the newest label; 0 without one.</summary>
    public int Newest => Labels.Count == 0 ? 0 : Labels[^1].Number;

    /// <summary>Probability with which the content was drawn for the audit; null when it was not.</summary>
    public double? AuditProbability => States.Select(state => state.AuditProbability).Max();

    /// <summary>True as long as nobody decided about a content that was drawn for the audit: what the scanner thinks is withheld.</summary>
    public bool IsBlind => IsUndecidedAudit(AuditProbability, Labels);

    /// <summary>What makes a content blind: drawn with this probability, and nothing but re-openings among its labels.</summary>
    public static bool IsUndecidedAudit(double? probability, IReadOnlyList<Label> labels) => probability is not null && labels.All(label => label.Ruling == Ruling.Reopened);
}
