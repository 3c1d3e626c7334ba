namespace StayPositive.Cli.Scanning;

/// <summary>Best window of a size.</summary>
internal sealed record JsonWindow(int Size, int X, int Y, int Width, int Height, float Logit);
