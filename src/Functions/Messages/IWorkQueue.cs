namespace StayPositive.Functions.Messages;

/// <summary>A queue of work: delivered at least once, hidden from others while it is worked on. Two implementations: a queue of the account, and a folder.</summary>
internal interface IWorkQueue
{
    /// <summary>Adds a message.</summary>
    /// <param name="text">JSON.</param>
    /// <param name="delay">Nobody gets it earlier.</param>
    /// <param name="cancellation">Before it is sent.</param>
    Task SendAsync(string text, TimeSpan delay, CancellationToken cancellation);

    /// <summary>Messages that are due; none when there is no such queue.</summary>
    /// <param name="most">At most so many, 1..32.</param>
    /// <param name="hidden">So long nobody else gets them; what is not deleted by then comes again.</param>
    /// <param name="cancellation">Before they are taken.</param>
    Task<IReadOnlyList<WorkItem>> ReceiveAsync(int most, TimeSpan hidden, CancellationToken cancellation);

    /// <summary>The work is done.</summary>
    Task DeleteAsync(WorkItem item, CancellationToken cancellation);
}
