using Azure.Storage.Blobs;

namespace StayPositive.Storage.Uploads;

/// <summary>Blob clients for names that came from outside.</summary>
internal static class AzureBlobs
{
    /// <summary>
    /// The client of exactly this name; null when the name cannot be addressed. URIs resolve ".." before they are sent: "../../other/x" would be a blob of another container.
    /// (Slashes at the ends are kept only by clients made with <see cref="BlobClientOptions.TrimBlobNameSlashes"/> off.)
    /// </summary>
    public static BlobClient? Find(this BlobServiceClient service, UploadName name)
    {
        var blob = service.GetBlobContainerClient(name.Container).GetBlobClient(name.Name);
        return blob.Name == name.Name && blob.BlobContainerName == name.Container ? blob : null;
    }
}
