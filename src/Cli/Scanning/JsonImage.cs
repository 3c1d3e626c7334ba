namespace StayPositive.Cli.Scanning;

/// <summary>What the file says of itself.</summary>
internal sealed record JsonImage(string Format, int Width, int Height, int Bytes, int ExifOrientation, bool IccProfile, bool Alpha, int Frames, int? Frame);
