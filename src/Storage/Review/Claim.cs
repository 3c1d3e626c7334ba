namespace StayPositive.Storage.Review;

/// <summary>Advice to others that somebody looks at a content. It expires, and no decision depends on it.</summary>
/// <param name="Reviewer">Who.</param>
/// <param name="Session">Which of their windows; chosen by the page, compared and nothing else.</param>
/// <param name="Until">When it ends, UTC.</param>
public sealed record Claim(string Reviewer, string Session, DateTimeOffset Until);
