namespace StayPositive.Storage.States;

/// <summary>Content of <c>attempts/...</c>: a scan has begun.</summary>
/// <param name="Count">How many have begun and not ended, with this one.</param>
/// <param name="At">When this one began, UTC.</param>
internal sealed record Attempt(int Count, DateTimeOffset At);
