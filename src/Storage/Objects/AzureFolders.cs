using Azure.Storage.Blobs.Models;

namespace StayPositive.Storage.Objects;

/// <summary>Hierarchical namespaces list folders as empty blobs, and answer for them.</summary>
internal static class AzureFolders
{
    private const string Mark = "hdi_isfolder";

    /// <summary>True for a folder; the listing must have asked for metadata.</summary>
    public static bool IsFolder(this BlobItem blob) => blob.Metadata?.ContainsKey(Mark) == true;

    /// <inheritdoc cref="IsFolder(BlobItem)"/>
    public static bool IsFolder(this BlobProperties blob) => blob.Metadata.ContainsKey(Mark);
}
