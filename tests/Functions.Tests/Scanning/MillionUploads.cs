using StayPositive.Storage.Uploads;

namespace StayPositive.Functions.Tests.Scanning;

/// <summary>A container with very many uploads, that nobody wants to read.</summary>
internal sealed class MillionUploads(CallCounter calls, IEnumerable<UploadEntry> entries) : IUploads
{
    public IAsyncEnumerable<UploadEntry> ListAsync(string container, string prefix, string? after, CancellationToken cancellation) => calls.Paged(entries);

    /// <summary>It has gone meanwhile.</summary>
    public Task<UploadEntry?> FindAsync(UploadName name, CancellationToken cancellation)
    {
        calls.Call();
        return Task.FromResult<UploadEntry?>(null);
    }

    public Task<UploadRead> ReadAsync(UploadVersion version, int maxBytes, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<TagRead> ReadTagsAsync(UploadVersion version, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<TagOutcome> SetTagsAsync(UploadVersion version, ResultTags tags, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<TagOutcome> RemoveTagsAsync(UploadVersion version, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<bool> DeleteAsync(UploadVersion version, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<CopyOutcome> CopyAsync(UploadVersion version, string targetContainer, CancellationToken cancellation) => throw new NotSupportedException();
}
