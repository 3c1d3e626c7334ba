namespace StayPositive.Storage.Objects;

/// <summary>What a folder holds.</summary>
/// <param name="Key">The key of a file, or what the keys inside a folder begin with ("a/b/"; "" = the root).</param>
/// <param name="Path">On the disk.</param>
/// <param name="IsFolder">Holds more.</param>
internal readonly record struct WalkEntry(string Key, string Path, bool IsFolder);
