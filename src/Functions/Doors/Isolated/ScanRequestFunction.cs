using Microsoft.Azure.Functions.Worker;

namespace StayPositive.Functions.Doors.Isolated;

/// <summary>A message came: events of other containers, and our own requests.</summary>
public sealed class ScanRequestFunction(Invocations invocations)
{
    /// <summary>The text as it is in the queue.</summary>
    [Function(Triggers.ScanRequest)]
    public Task RunAsync([QueueTrigger(Triggers.RequestQueue, Connection = Triggers.Connection)] string message, CancellationToken cancellation) => invocations.RequestAsync(message, cancellation);
}
