using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using StayPositive.Storage.Installations;

namespace StayPositive.Cli.Erasing;

/// <summary>What the storage keeps of what was deleted, and until when.</summary>
internal static class Retention
{
    public static async Task<IReadOnlyList<string>> DescribeAsync(Installation installation, ErasePlan plan, DateTimeOffset began, CancellationToken cancellation)
    {
        if (installation.Blobs is not { } account)
            return ["A folder keeps nothing of this; backups and snapshots of the disk are outside."];
        var sentences = new List<string> { await SoftDeleteAsync(account, began, cancellation) };
        foreach (var name in plan.Names)
            if (await VersionsAsync(account, plan.Container, name, cancellation) is { Length: > 0 } sentence)
                sentences.Add(sentence);
        return sentences;
    }

    private static async Task<string> SoftDeleteAsync(BlobServiceClient account, DateTimeOffset began, CancellationToken cancellation)
    {
        try
        {
            var policy = (await account.GetPropertiesAsync(cancellation)).Value.DeleteRetentionPolicy;
            return policy is { Enabled: true, Days: { } days }
                ? $"Soft delete is on: what was erased can be brought back for {days} days, until {TimeProvider.System.GetUtcNow().AddDays(days):yyyy-MM-dd HH:mm} UTC; what was erased since {began:yyyy-MM-dd HH:mm} goes last."
                : "Soft delete is off: it keeps nothing of this.";
        }
        catch (RequestFailedException failed)
        {
            return $"Whether soft delete keeps what was erased could not be asked ({failed.ErrorCode}); look at the account's data protection.";
        }
    }

    private static async Task<string> VersionsAsync(BlobServiceClient account, string container, string name, CancellationToken cancellation)
    {
        var kept = 0;
        try
        {
            var options = new GetBlobsOptions { Prefix = name, States = BlobStates.Version | BlobStates.Snapshots | BlobStates.Deleted };
            await foreach (var blob in account.GetBlobContainerClient(container).GetBlobsAsync(options, cancellation))
                kept += blob.Name == name && (blob.Deleted || blob.Snapshot is not null || (blob.VersionId is not null && blob.IsLatestVersion != true)) ? 1 : 0;
        }
        catch (RequestFailedException failed)
        {
            return $"Earlier versions of {name} could not be listed ({failed.ErrorCode}); look at the account's data protection.";
        }

        return kept == 0 ? "" : $"{kept} versions, snapshots or deleted blobs of {name} are kept until their retention ends, or until you delete them.";
    }
}
