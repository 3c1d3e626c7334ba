using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Measurements;

/// <summary>Which blobs of a scope hold, or have held, a content: <c>refs/{sha256}/{blob key}</c>, empty objects. For overrides, and for erasure.</summary>
/// <param name="results">The container of results.</param>
public sealed class RefStore(IObjectStore results)
{
    /// <summary>The blob holds the content. Written before the state, so that no state is ever without one.</summary>
    public Task WriteAsync(Scope scope, ContentHash hash, BlobKey blob, CancellationToken cancellation) =>
        results.WriteAsync(Key(scope, hash, blob), ReadOnlyMemory<byte>.Empty, WriteCondition.IfAbsent, cancellation);

    /// <summary>The blobs, in the order of their names.</summary>
    public IAsyncEnumerable<BlobKey> ListAsync(Scope scope, ContentHash hash, CancellationToken cancellation) => ListAsync(scope, hash, null, cancellation);

    /// <summary>The blobs behind one, in the order of their names.</summary>
    /// <param name="scope">Tenant.</param>
    /// <param name="hash">The content.</param>
    /// <param name="after">Continues a listing; null = from the first.</param>
    /// <param name="cancellation">Ends the listing.</param>
    public IAsyncEnumerable<BlobKey> ListAsync(Scope scope, ContentHash hash, BlobKey? after, CancellationToken cancellation)
    {
        var prefix = Prefix(scope, hash);
        ObjectKey? last = after is { } blob ? Key(scope, hash, blob) : null;
        return results.ListAsync(prefix, last, cancellation).Select(entry => entry.Key).ParsedAsync(key => BlobKey.Parse(key.Value[prefix.Length..]));
    }

    /// <summary>True when there was one.</summary>
    internal Task<bool> DeleteAsync(Scope scope, ContentHash hash, BlobKey blob, CancellationToken cancellation) =>
        results.DeleteAsync(Key(scope, hash, blob), null, cancellation);

    private static ObjectKey Key(Scope scope, ContentHash hash, BlobKey blob) => new(Prefix(scope, hash) + blob);

    private static string Prefix(Scope scope, ContentHash hash) => $"{scope}/refs/{hash}/";
}
