using System.Globalization;
using System.Text.Json.Nodes;

namespace StayPositive.Functions.Scanning;

/// <summary>Asks for the current content of a blob to be scanned.</summary>
/// <param name="Container">Where.</param>
/// <param name="Blob">Name.</param>
/// <param name="RequestedAt">When the event was raised, UTC; null for what a sweep found.</param>
/// <param name="CorrelationId">Follows the upload through logs and services; null = a new one. Events and messages bring it: it is made one line of at most 300 characters.</param>
internal sealed record ScanRequest(string Container, string Blob, DateTimeOffset? RequestedAt, string? CorrelationId)
{
    /// <summary>Follows the upload through logs and services; null = a new one.</summary>
    public string? CorrelationId { get; } = CorrelationId is null ? null : Safe.Text(CorrelationId);

    /// <summary>Host and port of the URI that named the blob; null when no URI did. Another than the configured account's is refused.</summary>
    public string? Authority { get; init; }

    /// <summary>True where no host and no queue counts the tries: those that the process does not survive are counted, and end with a state. Not part of a message.</summary>
    public bool IsCounted { get; init; }

    /// <summary>As a message of the queue <c>scan-requests</c>.</summary>
    public string ToMessage()
    {
        var message = new JsonObject { ["container"] = Container, ["blob"] = Blob };
        if (RequestedAt is { } at)
            message["requestedAt"] = at.ToString("O", CultureInfo.InvariantCulture);
        if (CorrelationId is { } id)
            message["correlationId"] = id;
        return message.ToJsonString();
    }
}
