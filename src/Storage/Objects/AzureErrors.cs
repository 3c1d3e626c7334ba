using Azure;
using Azure.Storage.Blobs.Models;

namespace StayPositive.Storage.Objects;

/// <summary>The answers of Blob Storage that are outcomes here, by code: other errors with the same status (a lease, an immutable blob, a missing container) are faults.</summary>
internal static class AzureErrors
{
    /// <summary>There is no such blob.</summary>
    public static bool IsBlobMissing(this RequestFailedException error) =>
        error.ErrorCode == BlobErrorCode.BlobNotFound;

    /// <summary>An If-Match or If-None-Match did not hold.</summary>
    public static bool IsConditionNotMet(this RequestFailedException error) =>
        error.ErrorCode == BlobErrorCode.ConditionNotMet || error.ErrorCode == BlobErrorCode.BlobAlreadyExists
        || error.ErrorCode == BlobErrorCode.SourceConditionNotMet || error.ErrorCode == BlobErrorCode.TargetConditionNotMet;

    /// <summary>An ETag without quotes: headers have them, listings have not.</summary>
    public static string Text(this ETag etag) => etag.ToString().Trim('"');
}
