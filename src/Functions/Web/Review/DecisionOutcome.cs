using StayPositive.Storage.Review;

namespace StayPositive.Functions.Web.Review;

/// <summary>What became of a decision.</summary>
/// <param name="Status">200 taken; 409 stale; others refused.</param>
/// <param name="Code">For programs; null when it was taken.</param>
/// <param name="Sentence">For people; null when it was taken.</param>
/// <param name="Label">The label that was made, or, for a stale decision, the newest one.</param>
internal sealed record DecisionOutcome(int Status, string? Code, string? Sentence, Label? Label)
{
    public static DecisionOutcome Refused(int status, string code, string sentence) => new(status, code, sentence, null);

    public static DecisionOutcome Of(LabelWrite write) => write.IsErased ? Refused(404, Problems.NotFound, "The content was erased meanwhile; nothing stays of the decision.") : write.Taken
        ? new(200, null, null, write.Newest)
        : new(409, "Stale", $"{write.Newest.Reviewer} decided meanwhile: {write.Newest.Ruling}. Nothing was changed.", write.Newest);
}
