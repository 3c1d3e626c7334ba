namespace StayPositive.Cli.Scanning;

/// <summary>Where the time went.</summary>
internal sealed record JsonTimings(double Decode, double Features, double Verdict);
