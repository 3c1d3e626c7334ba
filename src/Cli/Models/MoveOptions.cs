namespace StayPositive.Cli.Models;

/// <summary>How an alias is moved.</summary>
/// <param name="Who">Moves it.</param>
/// <param name="Why">Reason.</param>
/// <param name="Expect">The version that must be the champion; null = whatever is.</param>
internal sealed record MoveOptions(string Who, string Why, string? Expect);
