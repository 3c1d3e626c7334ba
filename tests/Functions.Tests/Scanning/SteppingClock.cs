namespace StayPositive.Functions.Tests.Scanning;

/// <summary>A clock that goes on by one step whenever it is looked at.</summary>
internal sealed class SteppingClock(TimeSpan step) : TimeProvider
{
    private readonly DateTimeOffset start = System.GetUtcNow();
    private long elapsed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => start.AddTicks(Interlocked.Read(ref elapsed));

    public override long GetTimestamp() => Interlocked.Add(ref elapsed, step.Ticks);
}
