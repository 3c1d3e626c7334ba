using StayPositive.Storage.Uploads;

namespace StayPositive.Storage.Tests.Uploads;

/// <summary>Uploads, and the hand of a user who fills them.</summary>
internal abstract class UploadsUnderTest
{
    public abstract IUploads Uploads { get; }

    public abstract string Container { get; }

    public abstract string CleanContainer { get; }

    public UploadName Name(string name, string? container = null) => new(container ?? Container, name);

    /// <summary>Uploads or overwrites.</summary>
    public abstract Task<UploadVersion> PutAsync(string name, byte[] content, string? container = null);

    /// <summary>Replaces all tags, as another program does.</summary>
    public abstract Task PutTagsAsync(UploadVersion version, IReadOnlyDictionary<string, string> tags);

    public abstract Task RemoveAsync(string name);

    /// <summary>Until everything is due.</summary>
    public abstract Task RestAsync();
}
