using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Uploads;

/// <summary>Tags beside the files: one object a version, {container}/{SHA-256 of the name}/{ETag}. A new content begins without tags, as in Azure.</summary>
internal sealed class FolderTags(IObjectStore store, Func<UploadName, FileIdentity?> identify) : ITagAccess
{
    public async Task<TagRead> ReadAsync(UploadVersion version, CancellationToken cancellation)
    {
        if (Moved(version) is { } moved)
            return TagRead.Without(moved);
        var found = await store.ReadAsync(Key(version), cancellation).ConfigureAwait(false);
        return TagRead.Of(found is null ? new() : JsonSerializer.Deserialize<Dictionary<string, string>>(found.Content.Span)!);
    }

    public async Task<TagOutcome> WriteAsync(UploadVersion version, IReadOnlyDictionary<string, string> tags, CancellationToken cancellation)
    {
        if (Moved(version) is { } moved)
            return moved;
        var key = Key(version);
        await store.WriteAsync(key, JsonSerializer.SerializeToUtf8Bytes(tags), WriteCondition.None, cancellation).ConfigureAwait(false);
        await foreach (var entry in store.ListAsync(Folder(version.Name), null, cancellation).ConfigureAwait(false))
            if (entry.Key != key)
                await store.DeleteAsync(entry.Key, null, cancellation).ConfigureAwait(false); // of an overwritten content
        return TagOutcome.Done;
    }

    public Task<string?> ETagAsync(UploadName name, CancellationToken cancellation) => Task.FromResult(identify(name)?.ETag);

    /// <summary>Removes the tags of all versions.</summary>
    public Task DeleteAsync(UploadName name, CancellationToken cancellation) => store.DeleteAllAsync(Folder(name), cancellation);

    private TagOutcome? Moved(UploadVersion version)
    {
        var etag = identify(version.Name)?.ETag;
        return etag is null ? TagOutcome.Gone : etag == version.ETag ? null : TagOutcome.Overwritten;
    }

    private static ObjectKey Key(UploadVersion version) => new(Folder(version.Name) + version.ETag);

    private static string Folder(UploadName name) => $"{name.Container}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name.Name)))}/";
}
