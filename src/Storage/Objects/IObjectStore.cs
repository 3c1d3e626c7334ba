namespace StayPositive.Storage.Objects;

/// <summary>
/// One container of small immutable or conditionally replaced objects. Two implementations, held by one contract: Azure Blob Storage, and a folder.
/// Every write may happen twice, and any process may end at any instruction: an object is there whole or not at all.
/// </summary>
public interface IObjectStore
{
    /// <summary>Content and ETag; null when there is no such object.</summary>
    Task<StoredObject?> ReadAsync(ObjectKey key, CancellationToken cancellation);

    /// <summary>Writes an object whole. The new ETag; null when the condition does not hold, and then nothing is changed.</summary>
    Task<string?> WriteAsync(ObjectKey key, ReadOnlyMemory<byte> content, WriteCondition condition, CancellationToken cancellation);

    /// <summary>Objects whose keys begin with a prefix, in ordinal order of the keys (UTF-8 bytes).</summary>
    /// <param name="prefix">Of the whole key, not of a segment; empty = all.</param>
    /// <param name="after">Only keys behind this one; null = from the first. Continues a listing.</param>
    /// <param name="cancellation">Ends the listing.</param>
    IAsyncEnumerable<ObjectEntry> ListAsync(string prefix, ObjectKey? after, CancellationToken cancellation);

    /// <summary>True when the object was there and is gone now; false when it was not there, or has another ETag.</summary>
    /// <param name="key">The object.</param>
    /// <param name="ifMatch">Only with this ETag; null = whatever it is.</param>
    /// <param name="cancellation">Before the deletion.</param>
    Task<bool> DeleteAsync(ObjectKey key, string? ifMatch, CancellationToken cancellation);
}
