namespace StayPositive.Storage.Uploads;

/// <summary>One content of an upload: what is scanned and judged. Overwriting makes another version.</summary>
/// <param name="Name">Where it lies.</param>
/// <param name="ETag">Without quotes; of [A-Za-z0-9-] in both implementations.</param>
public sealed record UploadVersion(UploadName Name, string ETag);
