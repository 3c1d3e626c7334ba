namespace StayPositive.Storage.Objects;

/// <summary>An object as it was read.</summary>
/// <param name="Content">All of it.</param>
/// <param name="ETag">Changes with the content.</param>
public sealed record StoredObject(ReadOnlyMemory<byte> Content, string ETag);
