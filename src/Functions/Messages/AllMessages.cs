namespace StayPositive.Functions.Messages;

/// <summary>Tells several; when one fails, all are told again.</summary>
internal sealed class AllMessages(IReadOnlyList<IResultMessages> receivers) : IResultMessages
{
    public async Task SendAsync(ResultMessage message, CancellationToken cancellation)
    {
        foreach (var receiver in receivers)
            await receiver.SendAsync(message, cancellation);
    }
}
