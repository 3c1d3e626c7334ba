using System.Text.Json;
using System.Text.Json.Serialization;
using StayPositive.Storage.Keys;

namespace StayPositive.Storage;

/// <summary>
/// An upload as JSON: account, container, blob, etag. A name with a lone surrogate cannot be a JSON string without loss, and is written as its UTF-16 code units,
/// <c>"blobUtf16": [..]</c>, instead.
/// </summary>
internal sealed class UploadVersionConverter : JsonConverter<UploadVersion>
{
    public override UploadVersion Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            throw new JsonException("An upload is an object.");
        var blob = root.TryGetProperty("blobUtf16", out var units) && units.ValueKind == JsonValueKind.Array
            ? new string([.. units.EnumerateArray().Select(unit => unit.TryGetUInt16(out var code) ? (char)code : throw new JsonException("blobUtf16 holds a number that is no code unit."))])
            : Text("blob");
        return new UploadVersion(Text("account"), Text("container"), blob, Text("etag"));

        string Text(string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new JsonException($"The upload has no '{name}'.");
    }

    public override void Write(Utf8JsonWriter writer, UploadVersion value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("account", value.Account);
        writer.WriteString("container", value.Container);
        if (IsWellFormed(value.Blob))
        {
            writer.WriteString("blob", value.Blob);
        }
        else
        {
            writer.WriteStartArray("blobUtf16");
            foreach (var unit in value.Blob)
                writer.WriteNumberValue(unit);
            writer.WriteEndArray();
        }

        writer.WriteString("etag", value.ETag);
        writer.WriteEndObject();
    }

    private static bool IsWellFormed(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
                continue;
            if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
                return false;
            at++;
        }

        return true;
    }
}
