using Azure.Messaging;
using Azure.Messaging.EventGrid;

namespace StayPositive.Functions.Messages;

/// <summary>An Event Grid topic, as CloudEvents 1.0: the message is the data, and its id the event's, so that who receives drops repeats by it.</summary>
internal sealed class EventGridMessages(EventGridPublisherClient topic) : IResultMessages
{
    /// <summary>Goes before <see cref="ResultMessage.Type"/> in the event's type.</summary>
    public const string TypePrefix = "StayPositive.";

    public async Task SendAsync(ResultMessage message, CancellationToken cancellation) => await topic.SendEventAsync(Of(message), cancellation);

    internal static CloudEvent Of(ResultMessage message) => new($"/{message.Account}/{message.Container}", TypePrefix + message.Type, BinaryData.FromBytes(message.ToJson()), "application/json", CloudEventDataFormat.Json)
    {
        Id = message.Id.ToString("D"),
        Subject = message.Blob,
        Time = message.ScannedAt,
    };
}
