namespace StayPositive.Functions.Scanning;

/// <summary>Asks for the current content of a blob to be scanned.</summary>
/// <param name="Container">Where.</param>
/// <param name="Blob">Name.</param>
/// <param name="RequestedAt">When the event was raised, UTC; null for what a sweep found.</param>
/// <param name="CorrelationId">Follows the upload through logs and services; null = a new one.</param>
internal sealed record ScanRequest(string Container, string Blob, DateTimeOffset? RequestedAt, string? CorrelationId)
{
    /// <summary>Host and port of the URI that named the blob; null when no URI did. Another than the configured account's is refused.</summary>
    public string? Authority { get; init; }
}
