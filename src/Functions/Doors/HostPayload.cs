using System.Text.Json;
using StayPositive.Functions.Scanning;

namespace StayPositive.Functions.Doors;

/// <summary>Reads what the Functions host sends to a custom handler. All of it is untrusted: only container and name are taken from a URI.</summary>
internal static class HostPayload
{
    /// <summary>The blob of a blobTrigger with deferred binding or with content: from <c>Metadata.Uri</c>, which is JSON inside JSON.</summary>
    /// <exception cref="FormatException">The payload names no blob.</exception>
    public static ScanRequest OfBlob(JsonElement body)
    {
        if (Member(Member(body, "Metadata"), "Uri") is not { } uri || Inner(uri) is not { } text)
            throw new FormatException("The payload has no Metadata.Uri.");
        return BlobUri.Parse(text, at: null, id: null);
    }

    /// <summary>The text of a queueTrigger: the first binding's value, JSON inside JSON.</summary>
    /// <exception cref="FormatException">The payload holds no text.</exception>
    public static string OfQueue(JsonElement body)
    {
        if (Member(body, "Data") is not { ValueKind: JsonValueKind.Object } data)
            throw new FormatException("The payload has no Data.");
        foreach (var binding in data.EnumerateObject())
            return Inner(binding.Value) ?? binding.Value.GetRawText();
        throw new FormatException("The payload has no binding.");
    }

    /// <summary>Null when it is not there, or when this is no object.</summary>
    private static JsonElement? Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } there && there.TryGetProperty(name, out var value) ? value : null;

    /// <summary>A string that holds JSON again, unwrapped once; null for what is no string.</summary>
    private static string? Inner(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String)
            return null;
        var outer = element.GetString()!;
        try
        {
            using var inner = JsonDocument.Parse(outer);
            return inner.RootElement.ValueKind == JsonValueKind.String ? inner.RootElement.GetString() : outer;
        }
        catch (JsonException)
        {
            return outer;
        }
    }
}
