namespace StayPositive.Storage.States;

/// <summary>Answer to a new state.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="State">The state that holds; null after an erasure.</param>
public sealed record StateWrite(StateOutcome Outcome, UploadState? State);
