namespace StayPositive.Storage.Uploads;

/// <summary>The images that users uploaded. Two implementations: Azure Blob Storage, and folders. Nothing here writes into an upload's content.</summary>
public interface IUploads
{
    /// <summary>
    /// Uploads in ordinal order of the names' UTF-8 bytes. A folder lists exactly so; Azure lists in an order of its own that is the same for ASCII names in flat
    /// namespaces, so a join over names must look a miss up before it believes it.
    /// </summary>
    /// <param name="container">The container; a missing one throws.</param>
    /// <param name="prefix">Of the name; empty = all.</param>
    /// <param name="after">Only names behind this one; null = from the first. Continues a listing.</param>
    /// <param name="cancellation">Ends the listing.</param>
    IAsyncEnumerable<UploadEntry> ListAsync(string container, string prefix, string? after, CancellationToken cancellation);

    /// <summary>What lies there now; null when nothing does, or can.</summary>
    Task<UploadEntry?> FindAsync(UploadName name, CancellationToken cancellation);

    /// <summary>The bytes of exactly this version.</summary>
    /// <param name="version">What to read.</param>
    /// <param name="maxBytes">More are not read.</param>
    /// <param name="cancellation">Ends the reading.</param>
    Task<UploadRead> ReadAsync(UploadVersion version, int maxBytes, CancellationToken cancellation);

    /// <summary>All tags of exactly this version.</summary>
    Task<TagRead> ReadTagsAsync(UploadVersion version, CancellationToken cancellation);

    /// <summary>Puts our tags beside the foreign ones, and checks behind the write that no foreign tag vanished and that the version is still the current one.</summary>
    Task<TagOutcome> SetTagsAsync(UploadVersion version, ResultTags tags, CancellationToken cancellation);

    /// <summary>Takes our tags away; foreign ones stay.</summary>
    Task<TagOutcome> RemoveTagsAsync(UploadVersion version, CancellationToken cancellation);

    /// <summary>Deletes exactly this version, with its snapshots and tags; true when it was there and is gone. What soft delete or versioning keeps is outside.</summary>
    Task<bool> DeleteAsync(UploadVersion version, CancellationToken cancellation);

    /// <summary>Copies exactly this version to another container, under the same name; a repeat copies again.</summary>
    Task<CopyOutcome> CopyAsync(UploadVersion version, string targetContainer, CancellationToken cancellation);
}
