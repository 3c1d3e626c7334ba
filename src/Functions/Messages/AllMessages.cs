using System.Collections.Concurrent;
using StayPositive.Functions.Scanning;

namespace StayPositive.Functions.Messages;

/// <summary>Tells several. One that fails keeps none of the others, and the repeat that it asks for goes to it alone: a topic that refuses must not flood the queue with repeats.</summary>
internal sealed class AllMessages(IReadOnlyList<IResultMessages> receivers) : IResultMessages
{
    private const int MostTold = 100_000;

    // Who has a message that another one has not; an entry goes when all have it. After a start all are told once more, which is allowed.
    private readonly ConcurrentDictionary<(int Receiver, Guid Message), bool> told = new();

    public async Task SendAsync(ResultMessage message, CancellationToken cancellation)
    {
        var faults = new List<Exception>();
        for (var n = 0; n < receivers.Count; n++)
        {
            if (told.ContainsKey((n, message.Id)))
                continue;
            try
            {
                await receivers[n].SendAsync(message, cancellation);
                told[(n, message.Id)] = true;
            }
#pragma warning disable CA1031 // it is thrown behind the others
            catch (Exception fault) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
            {
                faults.Add(fault);
            }
        }

        if (faults.Count == 0)
            Forget(message.Id);
        if (told.Count > MostTold)
            told.Clear(); // repeats again; memory stays bounded
        Faults.Throw(faults);
    }

    private void Forget(Guid message)
    {
        for (var n = 0; n < receivers.Count; n++)
            told.TryRemove((n, message), out _);
    }
}
