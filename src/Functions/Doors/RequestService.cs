using StayPositive.Functions.Messages;

namespace StayPositive.Functions.Doors;

/// <summary>Reads the queue <c>scan-requests</c> where no Functions host does: in the standalone door.</summary>
internal sealed partial class RequestService(WorkQueues queues, Invocations invocations, TimeProvider clock, ILogger<RequestService> log) : BackgroundService
{
    private const int Most = 16;
    private const int Tries = 5;
    private static readonly TimeSpan Hidden = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>One look into the queue; returns how many messages were there.</summary>
    internal async Task<int> RunAsync(CancellationToken cancellation)
    {
        var items = await queues.Requests.ReceiveAsync(Most, Hidden, cancellation);
        await Parallel.ForEachAsync(items, cancellation, async (item, stop) => await DoAsync(item, stop));
        return items.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await RunAsync(stoppingToken) < Most)
                    await Task.Delay(Pause, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // the queue cannot be read now; it is asked again
            catch (Exception fault)
#pragma warning restore CA1031
            {
                Unreadable(fault);
                await Task.Delay(Pause, clock, CancellationToken.None);
            }
        }
    }

    private async Task DoAsync(WorkItem item, CancellationToken cancellation)
    {
        try
        {
            if (await IsDoneAsync(item, cancellation))
                await queues.Requests.DeleteAsync(item, cancellation);
        }
#pragma warning disable CA1031 // a queue that refuses one message does not end the others that are under way; this one comes again
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Failed(fault);
        }
    }

    /// <returns>True when the message can go: it succeeded, or lies in the poison queue.</returns>
    private async Task<bool> IsDoneAsync(WorkItem item, CancellationToken cancellation)
    {
        if (item.Deliveries > Tries) // the last try ended with the process
        {
            await queues.PoisonRequests.SendAsync(item.Text, TimeSpan.Zero, cancellation);
            return true;
        }

        try
        {
            await invocations.RequestAsync(item.Text, cancellation);
            return true;
        }
#pragma warning disable CA1031 // it comes again, and then goes to the poison queue, as under a host
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Failed(fault);
            if (item.Deliveries < Tries)
                return false;
            await queues.PoisonRequests.SendAsync(item.Text, TimeSpan.Zero, cancellation);
            return true;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A request failed; it comes again, and goes to the poison queue after five tries")]
    private partial void Failed(Exception fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "The queue of requests cannot be read")]
    private partial void Unreadable(Exception fault);
}
