using Azure.Storage.Queues;

namespace StayPositive.Functions.Messages;

/// <summary>The queue <c>scan-results</c>. Messages never expire: what nobody fetched is not lost.</summary>
internal sealed class QueueMessages(QueueClient queue) : IResultMessages
{
    private static readonly TimeSpan Never = TimeSpan.FromSeconds(-1);

    public async Task SendAsync(ResultMessage message, CancellationToken cancellation) =>
        await queue.SendMessageAsync(BinaryData.FromBytes(message.ToJson()), timeToLive: Never, cancellationToken: cancellation);
}
