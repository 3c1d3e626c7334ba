namespace StayPositive.Functions.Messages;

/// <summary>Where results are told. Delivery is at least once: a repeat has the same id and body.</summary>
internal interface IResultMessages
{
    /// <summary>Sends a message.</summary>
    /// <param name="message">The same for every repeat; its JSON is below 48 KB.</param>
    /// <param name="cancellation">Before it is sent.</param>
    Task SendAsync(ResultMessage message, CancellationToken cancellation);
}
