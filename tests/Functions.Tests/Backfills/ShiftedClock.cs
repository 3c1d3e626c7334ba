namespace StayPositive.Functions.Tests.Backfills;

/// <summary>The time of the system, and some more.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    public TimeSpan Shift { get; set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;
}
