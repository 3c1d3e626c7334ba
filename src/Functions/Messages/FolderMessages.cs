using StayPositive.Storage.Objects;

namespace StayPositive.Functions.Messages;

/// <summary>One file a message, named by its id; a repeat replaces it by the same.</summary>
internal sealed class FolderMessages(IObjectStore messages) : IResultMessages
{
    public async Task SendAsync(ResultMessage message, CancellationToken cancellation) =>
        await messages.WriteAsync(new ObjectKey($"{message.Id:D}.json"), message.ToJson(), WriteCondition.None, cancellation);
}
