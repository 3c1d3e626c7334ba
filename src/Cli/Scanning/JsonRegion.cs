namespace StayPositive.Cli.Scanning;

/// <summary>Box of the largest connected part, pixels of the stored image; share of the whole region in the area.</summary>
internal sealed record JsonRegion(int X, int Y, int Width, int Height, double AreaShare);
