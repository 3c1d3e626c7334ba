namespace StayPositive.Storage.Models;

/// <summary>What an alias points to, since when and why.</summary>
/// <param name="Number">From 1, one more with every move.</param>
/// <param name="Target">The version.</param>
/// <param name="Previous">What it pointed to before; null for the first.</param>
/// <param name="Who">Moved it.</param>
/// <param name="Why">Gates passed, rollback, ...</param>
/// <param name="At">When, UTC.</param>
public sealed record AliasDocument(int Number, ModelTarget Target, ModelTarget? Previous, string Who, string Why, DateTimeOffset At);
