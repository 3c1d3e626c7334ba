namespace StayPositive.Functions.Web.Health;

/// <summary>Answer of <c>GET /api/health</c>.</summary>
/// <param name="Status"><c>ok</c>, or <c>degraded</c>: the last good model serves, or none.</param>
/// <param name="Model">Version in use; null before the first one was loaded.</param>
/// <param name="Manifest">SHA-256 of its manifest.</param>
/// <param name="LoadedAt">Since when, UTC.</param>
/// <param name="CheckedAt">When the alias was last looked at, UTC.</param>
/// <param name="Fault">Why that failed; told to who has a token only.</param>
/// <param name="FaultSince">When the looks began to fail, UTC.</param>
/// <param name="ExecutionProvider">What computes the backbone; null before the first model was loaded.</param>
/// <param name="ProvidersMissed">Why nothing better does, a sentence each; told to who has a token only.</param>
/// <param name="Challenger">Version that was there when a scan last looked.</param>
/// <param name="ChallengerNotScored">Why it is not scored beside the champion: another backbone, the champion itself, not readable; told to who has a token only.</param>
internal sealed record HealthAnswer(string Status, string? Model, string? Manifest, DateTimeOffset? LoadedAt, DateTimeOffset? CheckedAt, string? Fault, DateTimeOffset? FaultSince,
    string? ExecutionProvider, IReadOnlyList<string>? ProvidersMissed, string? Challenger, string? ChallengerNotScored);
