namespace StayPositive.RetrainJob.Photos;

/// <summary>A source photo.</summary>
/// <param name="Id">First 16 hex digits of the file's SHA-256.</param>
/// <param name="Path">Where the file is.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Split">Use, the same for all near-duplicates.</param>
internal sealed record Photo(string Id, string Path, int Width, int Height, Split Split);
