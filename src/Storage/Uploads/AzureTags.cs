using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Uploads;

/// <summary>Blob index tags. If-Match on them needs service version 2026-02-06 (an emulator may ignore it; the ETag check behind the write then finds an overwrite).</summary>
internal sealed class AzureTags(BlobServiceClient service) : ITagAccess
{
    public async Task<TagRead> ReadAsync(UploadVersion version, CancellationToken cancellation)
    {
        if (service.Find(version.Name) is not { } blob)
            return TagRead.Without(TagOutcome.Gone);
        try
        {
            var tags = (await blob.GetTagsAsync(Match(version), cancellation).ConfigureAwait(false)).Value.Tags;
            return TagRead.Of(new Dictionary<string, string>(tags));
        }
        catch (RequestFailedException error) when (Outcome(error) is { } outcome)
        {
            return TagRead.Without(await GoneOrAsync(outcome, version, cancellation).ConfigureAwait(false));
        }
    }

    public async Task<TagOutcome> WriteAsync(UploadVersion version, IReadOnlyDictionary<string, string> tags, CancellationToken cancellation)
    {
        if (service.Find(version.Name) is not { } blob)
            return TagOutcome.Gone;
        try
        {
            await blob.SetTagsAsync(new Dictionary<string, string>(tags), Match(version), cancellation).ConfigureAwait(false);
            return TagOutcome.Done;
        }
        catch (RequestFailedException error) when (Outcome(error) is { } outcome)
        {
            return await GoneOrAsync(outcome, version, cancellation).ConfigureAwait(false);
        }
    }

    public async Task<string?> ETagAsync(UploadName name, CancellationToken cancellation)
    {
        if (service.Find(name) is not { } blob)
            return null;
        try
        {
            return (await blob.GetPropertiesAsync(cancellationToken: cancellation).ConfigureAwait(false)).Value.ETag.Text();
        }
        catch (RequestFailedException error) when (error.IsBlobMissing())
        {
            return null;
        }
    }

    /// <summary>True for the ways in which accounts say that they have no index tags.</summary>
    internal static bool IsNotSupported(string? errorCode, string message) =>
        errorCode is "FeatureNotYetSupportedForHierarchicalNamespaceAccounts" or "BlobApiNotYetSupportedForHierarchicalNamespaceAccounts" or "BlobTagsNotSupportedForAccountType"
        // Seen from accounts with hierarchical namespaces: the query parameter comp=tags itself is refused.
        || (errorCode == BlobErrorCode.InvalidQueryParameterValue && message.Contains("comp", StringComparison.Ordinal));

    /// <summary>A condition on a blob that is not there may fail as a condition.</summary>
    private async Task<TagOutcome> GoneOrAsync(TagOutcome outcome, UploadVersion version, CancellationToken cancellation) =>
        outcome == TagOutcome.Overwritten && await ETagAsync(version.Name, cancellation).ConfigureAwait(false) is null ? TagOutcome.Gone : outcome;

    private static TagOutcome? Outcome(RequestFailedException error) =>
        error.IsBlobMissing() ? TagOutcome.Gone
        : error.IsConditionNotMet() ? TagOutcome.Overwritten
        : IsNotSupported(error.ErrorCode, error.Message) ? TagOutcome.NotSupported
        : null;

    private static BlobRequestConditions Match(UploadVersion version) => new() { IfMatch = new ETag(version.ETag) };
}
