namespace StayPositive.Storage.Uploads;

/// <summary>Bare tags of a version, without merging.</summary>
internal interface ITagAccess
{
    /// <summary>All tags.</summary>
    Task<TagRead> ReadAsync(UploadVersion version, CancellationToken cancellation);

    /// <summary>Replaces all tags.</summary>
    Task<TagOutcome> WriteAsync(UploadVersion version, IReadOnlyDictionary<string, string> tags, CancellationToken cancellation);

    /// <summary>The current ETag; null when nothing lies there.</summary>
    Task<string?> ETagAsync(UploadName name, CancellationToken cancellation);
}
