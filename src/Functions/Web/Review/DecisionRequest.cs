using StayPositive.Storage.Review;

namespace StayPositive.Functions.Web.Review;

/// <summary>Body of <c>POST /api/review/items/{container}/{hash}/decision</c>.</summary>
/// <param name="Seen">Number of the newest label that the reviewer has seen; 0 = none.</param>
/// <param name="Ruling">The decision.</param>
/// <param name="Note">Why; at most 2000 characters. An appeal (<see cref="Ruling.Reopened"/>) needs one.</param>
/// <param name="Mask">A PNG of the part, base64, of any size: it is brought to that of the upright image. White = generated. Only with <see cref="Ruling.Inpainted"/>.</param>
internal sealed record DecisionRequest(int Seen, Ruling Ruling, string? Note = null, string? Mask = null)
{
    private const int MaxNote = 2000;

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public string? Fault() =>
        Seen < 0 ? "seen is negative."
        : Note?.Length > MaxNote ? $"The note has {Note.Length} characters; the limit is {MaxNote}."
        : Ruling == Ruling.Reopened && string.IsNullOrWhiteSpace(Note) ? "An appeal needs a note that says why."
        : Mask is not null && Ruling != Ruling.Inpainted ? "Only what is inpainted has a mask."
        : null;
}
