namespace StayPositive.Functions.Scanning;

/// <summary>The part of a sweep's time that one of its parts has. What is begun is finished; when it is over, nothing more is begun, and the next sweep goes on.</summary>
internal sealed class Slice(TimeProvider clock, TimeSpan most)
{
    private readonly long start = clock.GetTimestamp();

    public bool IsOver => clock.GetElapsedTime(start) >= most;
}
