namespace StayPositive.Fuzz.Containers;

/// <summary>A chunk, segment or box of a file.</summary>
/// <param name="Kind">Its four-letter name, or a JPEG marker in hexadecimal.</param>
/// <param name="Data">Its payload; for a JPEG scan the entropy-coded bytes follow the header.</param>
internal sealed record Part(string Kind, byte[] Data);
