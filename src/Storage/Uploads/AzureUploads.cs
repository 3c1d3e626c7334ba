using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Uploads;

/// <summary>Blobs of the containers of one account (its client with TrimBlobNameSlashes off, or names that begin or end with '/' are not found). Throws <see cref="RequestFailedException"/> for everything that is not an outcome of the seam.</summary>
public sealed class AzureUploads(BlobServiceClient service) : IUploads
{
    private readonly TagWriter tags = new(new AzureTags(service));

    /// <inheritdoc/>
    public async IAsyncEnumerable<UploadEntry> ListAsync(string container, string prefix, string? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(container);
        ArgumentNullException.ThrowIfNull(prefix);
        var options = new GetBlobsOptions { Prefix = prefix, StartFrom = after, Traits = BlobTraits.Metadata };
        await foreach (var blob in service.GetBlobContainerClient(container).GetBlobsAsync(options, cancellation).ConfigureAwait(false))
        {
            if (after is not null && Utf8Order.Compare(blob.Name, after) <= 0)
                continue; // StartFrom includes its name, and the emulator does not know it
            if (blob.IsFolder())
                continue;
            var found = blob.Properties;
            yield return Entry(new UploadName(container, blob.Name), found.ETag!.Value, found.ContentLength!.Value, found.LastModified!.Value, found.ContentType);
        }
    }

    /// <inheritdoc/>
    public async Task<UploadEntry?> FindAsync(UploadName name, CancellationToken cancellation)
    {
        if (service.Find(name) is not { } blob)
            return null;
        try
        {
            var found = (await blob.GetPropertiesAsync(cancellationToken: cancellation).ConfigureAwait(false)).Value;
            return found.IsFolder() ? null : Entry(name, found.ETag, found.ContentLength, found.LastModified, found.ContentType);
        }
        catch (RequestFailedException error) when (error.IsBlobMissing())
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<UploadRead> ReadAsync(UploadVersion version, int maxBytes, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(version);
        if (service.Find(version.Name) is not { } blob)
            return UploadRead.Gone;
        try
        {
            var options = new BlobDownloadOptions { Conditions = Match(version) };
            using var download = (await blob.DownloadStreamingAsync(options, cancellation).ConfigureAwait(false)).Value;
            var length = download.Details.ContentLength;
            if (length > maxBytes)
                return UploadRead.TooManyBytes(length);
            var content = new byte[length];
            await download.Content.ReadExactlyAsync(content, cancellation).ConfigureAwait(false);
            return UploadRead.Of(content);
        }
        catch (RequestFailedException error) when (error.IsBlobMissing())
        {
            return UploadRead.Gone;
        }
        catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.BlobArchived)
        {
            return UploadRead.Archived;
        }
        catch (RequestFailedException error) when (error.IsConditionNotMet())
        {
            return await IsThereAsync(version.Name, cancellation).ConfigureAwait(false) ? UploadRead.Overwritten : UploadRead.Gone;
        }
    }

    /// <inheritdoc/>
    public Task<TagRead> ReadTagsAsync(UploadVersion version, CancellationToken cancellation) => new AzureTags(service).ReadAsync(version, cancellation);

    /// <inheritdoc/>
    public Task<TagOutcome> SetTagsAsync(UploadVersion version, ResultTags tags, CancellationToken cancellation) => this.tags.SetAsync(version, tags, cancellation);

    /// <inheritdoc/>
    public Task<TagOutcome> RemoveTagsAsync(UploadVersion version, CancellationToken cancellation) => tags.RemoveAsync(version, cancellation);

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(UploadVersion version, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(version);
        try
        {
            return service.Find(version.Name) is { } blob && await blob.DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, Match(version), cancellation).ConfigureAwait(false);
        }
        catch (RequestFailedException error) when (error.IsConditionNotMet())
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async Task<CopyOutcome> CopyAsync(UploadVersion version, string targetContainer, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(version);
        if (service.Find(version.Name) is not { } source || service.Find(new UploadName(targetContainer, version.Name.Name)) is not { } target)
            return CopyOutcome.Gone;
        try
        {
            var options = new BlobCopyFromUriOptions { SourceConditions = Match(version) };
            var copy = await target.StartCopyFromUriAsync(source.Uri, options, cancellation).ConfigureAwait(false);
            await copy.WaitForCompletionAsync(cancellation).ConfigureAwait(false);
        }
        catch (RequestFailedException error) when (error.IsConditionNotMet())
        {
            return await IsThereAsync(version.Name, cancellation).ConfigureAwait(false) ? CopyOutcome.Overwritten : CopyOutcome.Gone;
        }
        catch (RequestFailedException error) when (error.IsBlobMissing() || error.ErrorCode == BlobErrorCode.CannotVerifyCopySource)
        {
            if (await IsThereAsync(version.Name, cancellation).ConfigureAwait(false))
                throw;
            return CopyOutcome.Gone;
        }
        var copied = (await target.GetPropertiesAsync(cancellationToken: cancellation).ConfigureAwait(false)).Value;
        return copied.CopyStatus == CopyStatus.Success
            ? CopyOutcome.Copied
            : throw new IOException($"The copy of '{version.Name}' to '{targetContainer}' ended as {copied.CopyStatus}: {copied.CopyStatusDescription}.");
    }

    /// <summary>A condition on a blob that is not there fails as a condition on some requests.</summary>
    private async Task<bool> IsThereAsync(UploadName name, CancellationToken cancellation) => await FindAsync(name, cancellation).ConfigureAwait(false) is not null;

    private static UploadEntry Entry(UploadName name, ETag etag, long length, DateTimeOffset modified, string? contentType) =>
        new(new UploadVersion(name, etag.Text()), length, modified, contentType);

    private static BlobRequestConditions Match(UploadVersion version) => new() { IfMatch = new ETag(version.ETag) };
}
