using System.Text.Json;
using System.Text.Json.Serialization;
using StayPositive.Storage.Erasure;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;

namespace StayPositive.Functions.Notes;

/// <summary>Notes: <c>{scope}/notes/{sha256}/{deployment}-{prompt version}.json</c>, one each, the first that was written.</summary>
internal sealed class NoteStore(IObjectStore review, Tombstones tombstones)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>Null without one.</summary>
    /// <exception cref="InvalidDataException">The object is not a note.</exception>
    public async Task<Note?> ReadAsync(Scope scope, ContentHash hash, string deployment, CancellationToken cancellation)
    {
        var key = Key(scope, hash, deployment);
        if (await review.ReadAsync(key, cancellation) is not { } there)
            return null;
        try
        {
            return JsonSerializer.Deserialize<Note>(there.Content.Span, Json);
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException($"The object {key} is not a note: {wrong.Message}", wrong);
        }
    }

    /// <summary>The note that is there afterwards; null when the content was erased, and nothing stays.</summary>
    public async Task<Note?> WriteAsync(Scope scope, ContentHash hash, Note note, CancellationToken cancellation)
    {
        var key = Key(scope, hash, note.Deployment);
        var isOurs = await review.WriteAsync(key, JsonSerializer.SerializeToUtf8Bytes(note, Json), WriteCondition.IfAbsent, cancellation) is not null;
        if (await tombstones.HasAsync(scope, hash, cancellation)) // an erasure that began meanwhile may have listed before the write
        {
            await review.DeleteAsync(key, null, cancellation);
            return null;
        }

        return isOurs ? note : await ReadAsync(scope, hash, note.Deployment, cancellation);
    }

    private static ObjectKey Key(Scope scope, ContentHash hash, string deployment) => new($"{scope}/notes/{hash}/{deployment}-{NotePrompt.Version}.json");
}
