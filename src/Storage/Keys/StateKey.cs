using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Keys;

/// <summary>Identity of an upload, as in keys and listings: a blob, and one ETag that it had.</summary>
/// <param name="Scope">Tenant.</param>
/// <param name="Blob">The blob.</param>
/// <param name="Upload">The ETag, encoded: at most 48 of [0-9A-Z_a-z~].</param>
public readonly record struct StateKey(Scope Scope, BlobKey Blob, string Upload)
{
    /// <summary>Characters of an encoded ETag at most.</summary>
    public const int MaxETagLength = 48;

    /// <summary>Key of an upload.</summary>
    /// <exception cref="ArgumentException">Name or ETag is empty or too long.</exception>
    public static StateKey Of(Scope scope, string blob, string etag)
    {
        ArgumentException.ThrowIfNullOrEmpty(etag);
        return new(scope, BlobKey.Of(blob), EncodeETag(etag));
    }

    /// <summary>An ETag as it stands in keys.</summary>
    public static string EncodeETag(string etag) => OrderedText.Encode(etag, MaxETagLength);

    /// <summary>Where the result is.</summary>
    internal ObjectKey State => new($"{StatePrefix(Scope)}{Blob}/{Upload}");

    /// <summary>Where the marker of open effects is.</summary>
    internal ObjectKey Marker => new($"{MarkerPrefix(Scope)}{Blob}/{Upload}");

    internal static string StatePrefix(Scope scope) => $"{scope}/states/";

    internal static string MarkerPrefix(Scope scope) => $"{scope}/open/";

    /// <summary>Reads a key of a listing.</summary>
    internal static StateKey Parse(Scope scope, string prefix, ObjectKey key)
    {
        var segments = key.Value[prefix.Length..].Split('/');
        return segments.Length == 2 ? new(scope, BlobKey.Parse(segments[0]), segments[1]) : throw new FormatException($"'{key}' is not the key of an upload.");
    }
}
