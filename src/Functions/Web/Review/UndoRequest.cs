namespace StayPositive.Functions.Web.Review;

/// <summary>Body of an undo.</summary>
/// <param name="Seen">Number of the label that is taken back; it must be the newest, and the reviewer's own.</param>
internal sealed record UndoRequest(int Seen);
