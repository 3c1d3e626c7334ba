namespace StayPositive.Functions.Notes;

/// <summary>Answer to a request for a note.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Note">The note; null when there is none.</param>
/// <param name="RetryAfter">When to ask again; null when the service did not say.</param>
public sealed record NoteAnswer(NoteOutcome Outcome, Note? Note = null, TimeSpan? RetryAfter = null);
