using System.Text;
using System.Text.Json;
using StayPositive.Functions.Scanning;

namespace StayPositive.Functions.Doors;

/// <summary>Reads a message of the queue <c>scan-requests</c>: Event Grid events (both schemas), and our own requests <c>{"container": ..., "blob": ...}</c>; base64 around it or not.</summary>
internal static class RequestMessage
{
    /// <summary>The requests in it; none for events that are not about new content.</summary>
    /// <exception cref="FormatException">It is none of these.</exception>
    public static IReadOnlyList<ScanRequest> Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(Json(text));
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray().SelectMany(One)] : [.. One(root)];
        }
        catch (JsonException wrong)
        {
            throw new FormatException($"The message is not JSON: {wrong.Message}", wrong);
        }
    }

    /// <summary>The JSON of a message. Event Grid puts base64 around what it writes into a storage queue; we and the host (<c>messageEncoding</c> of host.json) do not.</summary>
    /// <exception cref="FormatException">It is neither JSON nor base64.</exception>
    internal static string Json(string text)
    {
        if (text.AsSpan().TrimStart() is ['{', ..] or ['[', ..])
            return text;
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : throw new FormatException("The message is neither JSON nor base64.");
    }

    private static IEnumerable<ScanRequest> One(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new FormatException("The message is neither an event nor a request.");
        if (Text(element, "container") is { } container && Text(element, "blob") is { } blob)
            return [new ScanRequest(container, blob, Time(element, "requestedAt"), Text(element, "correlationId"))];

        var type = Text(element, "eventType") ?? Text(element, "type") ?? throw new FormatException("The message is neither an event nor a request.");
        if (type != "Microsoft.Storage.BlobCreated")
            return [];
        return element.TryGetProperty("data", out var data) && Text(data, "url") is { } url
            ? [BlobUri.Parse(url, Time(element, "eventTime") ?? Time(element, "time"), Text(element, "id"))]
            : throw new FormatException("The event has no data.url.");
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Time(JsonElement element, string name) =>
        Text(element, name) is { } text && DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var time) ? time : null;
}
