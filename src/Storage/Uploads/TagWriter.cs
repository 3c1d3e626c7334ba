namespace StayPositive.Storage.Uploads;

/// <summary>
/// Tags can only be replaced together, and others (malware scanners) write theirs at the same time. So: read, write the union, read back, and again until what is there is what
/// should be. A foreign tag that was seen once and is gone behind our write is put back. Then the ETag is checked once more: if it moved, ours are taken off the newer content.
/// </summary>
internal sealed class TagWriter(ITagAccess access)
{
    /// <summary>Index tags a blob can bear.</summary>
    public const int MaxTags = 10;

    private const int Attempts = 5;
    private static readonly Dictionary<string, string> None = [];

    public async Task<TagOutcome> SetAsync(UploadVersion version, ResultTags tags, CancellationToken cancellation)
    {
        var outcome = await EnsureAsync(version, tags.All, cancellation).ConfigureAwait(false);
        if (outcome != TagOutcome.Done)
            return outcome;
        var now = await access.ETagAsync(version.Name, cancellation).ConfigureAwait(false);
        if (now == version.ETag)
            return TagOutcome.Done;
        if (now is null)
            return TagOutcome.Gone;
        await TakeOffAsync(version with { ETag = now }, tags.All, cancellation).ConfigureAwait(false);
        return TagOutcome.Overwritten;
    }

    public Task<TagOutcome> RemoveAsync(UploadVersion version, CancellationToken cancellation) => EnsureAsync(version, None, cancellation);

    /// <summary>Only what this call wrote: the newer content may bear its own result by now.</summary>
    private async Task TakeOffAsync(UploadVersion newer, IReadOnlyDictionary<string, string> ours, CancellationToken cancellation)
    {
        var read = await access.ReadAsync(newer, cancellation).ConfigureAwait(false);
        if (read.Outcome == TagOutcome.Done && Holds(read.Tags, ours))
            await EnsureAsync(newer, None, cancellation).ConfigureAwait(false);
    }

    private async Task<TagOutcome> EnsureAsync(UploadVersion version, IReadOnlyDictionary<string, string> ours, CancellationToken cancellation)
    {
        var wanted = new Dictionary<string, string>(ours);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var read = await access.ReadAsync(version, cancellation).ConfigureAwait(false);
            if (read.Outcome != TagOutcome.Done)
                return read.Outcome;
            foreach (var (name, value) in read.Tags)
                if (!ResultTags.IsOurs(name))
                    wanted[name] = value;
            if (wanted.Count > MaxTags)
                return TagOutcome.NoRoom;
            if (read.Tags.Count == wanted.Count && Holds(read.Tags, wanted))
                return TagOutcome.Done;
            var written = await access.WriteAsync(version, wanted, cancellation).ConfigureAwait(false);
            if (written != TagOutcome.Done)
                return written;
        }
        return TagOutcome.Contended;
    }

    private static bool Holds(IReadOnlyDictionary<string, string> tags, IReadOnlyDictionary<string, string> all) =>
        all.All(tag => tags.TryGetValue(tag.Key, out var value) && value == tag.Value);
}
