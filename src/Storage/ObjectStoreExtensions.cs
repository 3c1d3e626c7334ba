using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage;

/// <summary>What several typed stores do with objects.</summary>
internal static class ObjectStoreExtensions
{
    /// <summary>The value and the ETag of its object; null when there is none.</summary>
    /// <exception cref="InvalidDataException">The object is not what belongs there.</exception>
    public static async Task<(T Value, string ETag)?> ReadJsonAsync<T>(this IObjectStore store, ObjectKey key, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        if (await store.ReadAsync(key, cancellation) is not { } found)
            return null;
        try
        {
            return (JsonSerializer.Deserialize(found.Content.Span, type) ?? throw new JsonException("it is null"), found.ETag);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The object {key} cannot be read: {exception.Message}", exception);
        }
    }

    /// <inheritdoc cref="IObjectStore.WriteAsync"/>
    public static Task<string?> WriteJsonAsync<T>(this IObjectStore store, ObjectKey key, T value, JsonTypeInfo<T> type, WriteCondition condition, CancellationToken cancellation) =>
        store.WriteAsync(key, JsonSerializer.SerializeToUtf8Bytes(value, type), condition, cancellation);

    /// <summary>Keys with a prefix.</summary>
    public static async IAsyncEnumerable<ObjectKey> KeysAsync(this IObjectStore store, string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var entry in store.ListAsync(prefix, null, cancellation))
            yield return entry.Key;
    }

    /// <summary>What the keys of a listing say. Objects that nobody here wrote are passed over: one of them must not end every listing that comes by.</summary>
    /// <param name="keys">The listing.</param>
    /// <param name="parse">Throws for a key that says nothing.</param>
    public static async IAsyncEnumerable<T> ParsedAsync<T>(this IAsyncEnumerable<ObjectKey> keys, Func<ObjectKey, T> parse)
    {
        await foreach (var key in keys)
        {
            T parsed;
            try
            {
                parsed = parse(key);
            }
            catch (Exception foreign) when (foreign is FormatException or OverflowException or ArgumentException)
            {
                continue;
            }

            yield return parsed;
        }
    }

    /// <summary>Deletes whatever has the prefix; returns how many objects that were.</summary>
    public static async Task<int> DeleteAllAsync(this IObjectStore store, string prefix, CancellationToken cancellation)
    {
        var deleted = 0;
        foreach (var key in await store.KeysAsync(prefix, cancellation).ToListAsync(cancellation)) // listed first: a listing may not like deletions under it
            if (await store.DeleteAsync(key, null, cancellation))
                deleted++;
        return deleted;
    }
}
