using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace StayPositive.Functions.Messages;

/// <summary>A queue of the storage account. The host makes poison queues when it needs them: one that is not there is empty.</summary>
internal sealed class AccountQueue(QueueClient queue) : IWorkQueue
{
    private static readonly TimeSpan Never = TimeSpan.FromSeconds(-1);

    public async Task SendAsync(string text, TimeSpan delay, CancellationToken cancellation)
    {
        try
        {
            await queue.SendMessageAsync(text, delay, Never, cancellation);
        }
        catch (RequestFailedException failed) when (failed.Status == 404)
        {
            await queue.CreateIfNotExistsAsync(cancellationToken: cancellation);
            await queue.SendMessageAsync(text, delay, Never, cancellation);
        }
    }

    public async Task<IReadOnlyList<WorkItem>> ReceiveAsync(int most, TimeSpan hidden, CancellationToken cancellation)
    {
        try
        {
            var messages = (await queue.ReceiveMessagesAsync(most, hidden, cancellation)).Value;
            return [.. messages.Select(message => new WorkItem(message.MessageId, message.PopReceipt, message.Body.ToString(), message.DequeueCount))];
        }
        catch (RequestFailedException failed) when (failed.Status == 404)
        {
            return [];
        }
    }

    public async Task DeleteAsync(WorkItem item, CancellationToken cancellation)
    {
        try
        {
            await queue.DeleteMessageAsync(item.Id, item.Receipt, cancellation);
        }
        catch (RequestFailedException failed) when (failed.Status == 404 || failed.ErrorCode == QueueErrorCode.PopReceiptMismatch)
        {
            // It took so long that somebody else has it now: it is done twice, which is allowed.
        }
    }
}
