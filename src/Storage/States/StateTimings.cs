namespace StayPositive.Storage.States;

/// <summary>Where the time went, milliseconds.</summary>
/// <param name="Read">Upload to bytes.</param>
/// <param name="Decode">Bytes to pixels.</param>
/// <param name="Features">Pixels to features; 0 when the measurement was known.</param>
/// <param name="Verdict">Features to verdict.</param>
public sealed record StateTimings(double Read, double Decode, double Features, double Verdict);
