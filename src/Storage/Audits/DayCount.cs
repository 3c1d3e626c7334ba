namespace StayPositive.Storage.Audits;

/// <summary>Contents that a process judged for the first time on one day.</summary>
/// <param name="Contents">How many.</param>
public sealed record DayCount(long Contents);
