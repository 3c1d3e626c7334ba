using StayPositive.Storage.Uploads;

namespace StayPositive.Functions.Tests.Backfills;

/// <summary>Uploads of which somebody is told what is asked of them.</summary>
internal sealed class WatchedUploads(IUploads uploads) : IUploads
{
    public Action Listing { get; init; } = () => { };

    public Func<string, Task> Finding { get; init; } = _ => Task.CompletedTask;

    public IAsyncEnumerable<UploadEntry> ListAsync(string container, string prefix, string? after, CancellationToken cancellation)
    {
        Listing();
        return uploads.ListAsync(container, prefix, after, cancellation);
    }

    public async Task<UploadEntry?> FindAsync(UploadName name, CancellationToken cancellation)
    {
        await Finding(name.Name);
        cancellation.ThrowIfCancellationRequested();
        return await uploads.FindAsync(name, cancellation);
    }

    public Task<UploadRead> ReadAsync(UploadVersion version, int maxBytes, CancellationToken cancellation) => uploads.ReadAsync(version, maxBytes, cancellation);

    public Task<TagRead> ReadTagsAsync(UploadVersion version, CancellationToken cancellation) => uploads.ReadTagsAsync(version, cancellation);

    public Task<TagOutcome> SetTagsAsync(UploadVersion version, ResultTags tags, CancellationToken cancellation) => uploads.SetTagsAsync(version, tags, cancellation);

    public Task<TagOutcome> RemoveTagsAsync(UploadVersion version, CancellationToken cancellation) => uploads.RemoveTagsAsync(version, cancellation);

    public Task<bool> DeleteAsync(UploadVersion version, CancellationToken cancellation) => uploads.DeleteAsync(version, cancellation);

    public Task<CopyOutcome> CopyAsync(UploadVersion version, string targetContainer, CancellationToken cancellation) => uploads.CopyAsync(version, targetContainer, cancellation);
}
