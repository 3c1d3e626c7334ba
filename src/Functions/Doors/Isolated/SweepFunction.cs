using Microsoft.Azure.Functions.Worker;

namespace StayPositive.Functions.Doors.Isolated;

/// <summary>The last resort.</summary>
public sealed class SweepFunction(Invocations invocations)
{
    /// <summary>One instance of the app at a time: the host sees to that.</summary>
    [Function(Triggers.Sweep)]
    public Task RunAsync([TimerTrigger(Triggers.SweepSchedule)] TimerInfo timer, CancellationToken cancellation) => invocations.TickAsync(Triggers.SweepTime, cancellation);
}
