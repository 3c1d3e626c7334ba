namespace StayPositive.Storage.Tests;

/// <summary>A clock that stands until it is moved; it begins at the present, so that files made now are new to it.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly DateTimeOffset start = System.GetUtcNow();
    private long elapsed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan time) => Interlocked.Add(ref elapsed, time.Ticks);

    public override DateTimeOffset GetUtcNow() => start.AddTicks(GetTimestamp());

    public override long GetTimestamp() => Interlocked.Read(ref elapsed);
}
