namespace StayPositive.Cli.Scanning;

/// <summary>Thresholds that decided.</summary>
internal sealed record JsonThreshold(float Global, double FalsePositiveRate, int Photos, bool Supported, IReadOnlyDictionary<string, float> Windows);
