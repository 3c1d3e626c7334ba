namespace StayPositive.Storage.Uploads;

/// <summary>An upload as it was when it was listed.</summary>
/// <param name="Version">Name and ETag.</param>
/// <param name="Length">Bytes.</param>
/// <param name="LastModified">By the storage's clock.</param>
/// <param name="ContentType">What the uploader claimed; null when nothing was claimed. Decides nothing.</param>
public sealed record UploadEntry(UploadVersion Version, long Length, DateTimeOffset LastModified, string? ContentType);
