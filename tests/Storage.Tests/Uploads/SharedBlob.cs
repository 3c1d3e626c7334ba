using StayPositive.Storage.Uploads;

namespace StayPositive.Storage.Tests.Uploads;

/// <summary>A blob's tags and ETag, with another writer who acts before a chosen request. As on the emulator, the ETag condition is not checked by the requests themselves.</summary>
internal sealed class SharedBlob : ITagAccess
{
    internal enum Call
    {
        Read,
        Write,
        ETag,
    }

    /// <summary>Once, before the next request of a kind.</summary>
    public Dictionary<Call, Action> Before { get; } = [];

    /// <summary>Before every request of a kind.</summary>
    public Dictionary<Call, Action> Always { get; } = [];

    public Dictionary<string, string> Tags { get; set; } = [];

    public string? ETag { get; set; } = "1";

    public Task<TagRead> ReadAsync(UploadVersion version, CancellationToken cancellation)
    {
        Interfere(Call.Read);
        return Task.FromResult(TagRead.Of(Tags.ToDictionary()));
    }

    public Task<TagOutcome> WriteAsync(UploadVersion version, IReadOnlyDictionary<string, string> tags, CancellationToken cancellation)
    {
        Interfere(Call.Write);
        Tags = tags.ToDictionary();
        return Task.FromResult(TagOutcome.Done);
    }

    public Task<string?> ETagAsync(UploadName name, CancellationToken cancellation)
    {
        Interfere(Call.ETag);
        return Task.FromResult(ETag);
    }

    private void Interfere(Call call)
    {
        if (Before.Remove(call, out var once))
            once();
        if (Always.TryGetValue(call, out var always))
            always();
    }
}
