using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Rescoring;

/// <summary>Uploads whose state only a new scan can renew: <c>{scope}/rescans/{blob key}/{etag}</c>, empty objects. The sweep scans them with the champion, changes the state and removes the item.</summary>
/// <param name="results">The container of results.</param>
public sealed class RescanStore(IObjectStore results)
{
    /// <summary>Asks for a scan; a repeat is the same item.</summary>
    public Task AddAsync(StateKey key, CancellationToken cancellation) => results.WriteAsync(Key(key), ReadOnlyMemory<byte>.Empty, WriteCondition.IfAbsent, cancellation);

    /// <summary>What waits, in the order of the blobs' names.</summary>
    public IAsyncEnumerable<StateKey> ListAsync(Scope scope, CancellationToken cancellation) =>
        results.KeysAsync(Prefix(scope), cancellation).ParsedAsync(key => StateKey.Parse(scope, Prefix(scope), key));

    /// <summary>It was scanned, or is gone; true when it was there.</summary>
    public Task<bool> RemoveAsync(StateKey key, CancellationToken cancellation) => results.DeleteAsync(Key(key), null, cancellation);

    private static ObjectKey Key(StateKey key) => new($"{Prefix(key.Scope)}{key.Blob}/{key.Upload}");

    private static string Prefix(Scope scope) => $"{scope}/rescans/";
}
