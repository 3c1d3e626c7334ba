namespace StayPositive.Storage.Objects;

/// <summary>An object in a listing.</summary>
/// <param name="Key">Its key.</param>
/// <param name="ETag">As it was when the page was listed.</param>
/// <param name="Length">Bytes.</param>
public readonly record struct ObjectEntry(ObjectKey Key, string ETag, long Length);
