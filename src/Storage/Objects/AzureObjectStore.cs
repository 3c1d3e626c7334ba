using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace StayPositive.Storage.Objects;

/// <summary>
/// Block blobs of one container, which must exist. Hierarchical namespaces list folders as blobs, which are passed over, and not always in ordinal order: a listing that is not throws. Keys of this program are in both orders the same.
/// Throws <see cref="RequestFailedException"/> for everything that is not an outcome of the seam.
/// </summary>
public sealed class AzureObjectStore(BlobContainerClient container) : IObjectStore
{
    private const string WriterName = "writer";

    /// <summary>Blobs a page of a listing; null = the service's own, 5,000.</summary>
    internal int? PageSize { get; init; }

    /// <inheritdoc/>
    public async Task<StoredObject?> ReadAsync(ObjectKey key, CancellationToken cancellation)
    {
        try
        {
            var result = (await container.GetBlobClient(key.Value).DownloadContentAsync(cancellation).ConfigureAwait(false)).Value;
            return new StoredObject(result.Content.ToMemory(), result.Details.ETag.Text());
        }
        catch (RequestFailedException error) when (error.IsBlobMissing())
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<string?> WriteAsync(ObjectKey key, ReadOnlyMemory<byte> content, WriteCondition condition, CancellationToken cancellation)
    {
        var blob = container.GetBlobClient(key.Value);
        var writer = Guid.NewGuid().ToString("n");
        var options = new BlobUploadOptions
        {
            Conditions = new BlobRequestConditions
            {
                IfNoneMatch = condition.Absent ? ETag.All : null,
                IfMatch = condition.ETag is { } etag ? new ETag(etag) : null,
            },
            Metadata = new Dictionary<string, string> { [WriterName] = writer },
        };
        try
        {
            return (await blob.UploadAsync(BinaryData.FromBytes(content), options, cancellation).ConfigureAwait(false)).Value.ETag.Text();
        }
        catch (RequestFailedException error) when (error.IsConditionNotMet() || error.IsBlobMissing())
        {
            return await ETagWrittenByAsync(writer, blob, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ObjectEntry> ListAsync(string prefix, ObjectKey? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        var last = after?.Value ?? "";
        var options = new GetBlobsOptions { Prefix = prefix, StartFrom = after?.Value, Traits = BlobTraits.Metadata };
        await foreach (var page in container.GetBlobsAsync(options, cancellation).AsPages(pageSizeHint: PageSize).ConfigureAwait(false))
            foreach (var blob in page.Values)
            {
                if (after is not null && string.CompareOrdinal(blob.Name, after.Value.Value) <= 0)
                    continue; // StartFrom includes its key, and the emulator does not know it
                if (string.CompareOrdinal(blob.Name, last) <= 0)
                    throw new InvalidOperationException($"The container '{container.Name}' lists '{blob.Name}' behind '{last}', which is not ordinal order. Is the namespace of its account hierarchical?");
                last = blob.Name;
                if (!blob.IsFolder() && ObjectKey.TryParse(blob.Name, out var key))
                    yield return new ObjectEntry(key);
            }
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(ObjectKey key, string? ifMatch, CancellationToken cancellation)
    {
        try
        {
            var conditions = ifMatch is null ? null : new BlobRequestConditions { IfMatch = new ETag(ifMatch) };
            await container.GetBlobClient(key.Value).DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots, conditions, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException error) when (error.IsBlobMissing() || error.IsConditionNotMet())
        {
            return false;
        }
    }

    /// <summary>
    /// When the answer to a write is lost, the client repeats the write, and the condition fails on our own object. Its writer tells: then the write happened, and this is its ETag.
    /// </summary>
    private static async Task<string?> ETagWrittenByAsync(string writer, BlobClient blob, CancellationToken cancellation)
    {
        try
        {
            var there = (await blob.GetPropertiesAsync(cancellationToken: cancellation).ConfigureAwait(false)).Value;
            return there.Metadata.TryGetValue(WriterName, out var other) && other == writer ? there.ETag.Text() : null;
        }
        catch (RequestFailedException error) when (error.IsBlobMissing())
        {
            return null;
        }
    }
}
