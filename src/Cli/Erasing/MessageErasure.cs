using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Azure;
using Azure.Storage.Queues;
using StayPositive.Storage.Installations;

namespace StayPositive.Cli.Erasing;

/// <summary>Messages about an erased content that nobody has fetched yet. What a receiver has, it must erase itself.</summary>
internal static class MessageErasure
{
    private const int Page = 32;
    private static readonly TimeSpan Hidden = TimeSpan.FromMinutes(2);

    /// <summary>The queues that may name a content or an upload: results, and requests with what failed of them.</summary>
    private static readonly string[] Queues = ["scan-results", "scan-requests", "scan-requests-poison", "webjobs-blobtrigger-poison"];

    /// <returns>Messages deleted, and sentences about places that could not be reached.</returns>
    public static async Task<(int Deleted, IReadOnlyList<string> Missed)> DeleteAsync(Installation installation, ErasePlan plan, CancellationToken cancellation)
    {
        if (installation.Messages is { } folder)
        {
            var files = 0;
            foreach (var entry in await folder.ListAsync("", null, cancellation).ToListAsync(cancellation))
                if (await folder.ReadAsync(entry.Key, cancellation) is { } message && IsAbout(message.Content, plan) && await folder.DeleteAsync(entry.Key, null, cancellation))
                    files++;
            return (files, []);
        }

        var (deleted, missed) = (0, new List<string>());
        foreach (var name in Queues)
        {
            try
            {
                deleted += await DeleteAsync(installation.Queue(name), plan, cancellation);
            }
            catch (RequestFailedException failed) when (failed.ErrorCode == "QueueNotFound")
            {
                // Nothing is in a queue that is not there.
            }
            catch (Exception failed) when (failed is RequestFailedException or InvalidOperationException)
            {
                missed.Add($"The messages of the queue {name} could not be looked through: {(failed as RequestFailedException)?.ErrorCode ?? failed.Message}.");
            }
        }

        return (deleted, missed);
    }

    /// <summary>True for JSON that names one of the contents, or one of the uploads, anywhere; base64 around it or not, for Event Grid writes such.</summary>
    internal static bool IsAbout(ReadOnlyMemory<byte> message, ErasePlan plan)
    {
        try
        {
            using var document = JsonDocument.Parse(Decoded(message));
            return Names(document.RootElement, plan);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static ReadOnlyMemory<byte> Decoded(ReadOnlyMemory<byte> message)
    {
        var bytes = new byte[message.Length];
        return Base64.DecodeFromUtf8(message.Span, bytes, out _, out var length) == OperationStatus.Done ? bytes.AsMemory(0, length) : message;
    }

    private static bool Names(JsonElement element, ErasePlan plan) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Any(member => Names(member.Value, plan)),
        JsonValueKind.Array => element.EnumerateArray().Any(item => Names(item, plan)),
        JsonValueKind.String => Names(element.GetString()!, plan),
        _ => false,
    };

    private static bool Names(string text, ErasePlan plan) =>
        plan.Hashes.Any(hash => text == hash.Hex) || plan.Names.Any(name => text == name || text == $"{plan.Container}/{name}" || IsUri(text, $"/{plan.Container}/{name}"));

    private static bool IsUri(string text, string path) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && Uri.UnescapeDataString(uri.AbsolutePath).EndsWith(path, StringComparison.Ordinal);

    /// <summary>Every message is taken once, so that none is seen twice; what is not about it becomes visible again at the end.</summary>
    private static async Task<int> DeleteAsync(QueueClient queue, ErasePlan plan, CancellationToken cancellation)
    {
        var (deleted, others) = (0, new List<(string Id, string Receipt)>());
        try
        {
            while ((await queue.ReceiveMessagesAsync(Page, Hidden, cancellation)).Value is { Length: > 0 } page)
                foreach (var message in page)
                {
                    if (!IsAbout(message.Body.ToMemory(), plan))
                    {
                        others.Add((message.MessageId, message.PopReceipt));
                        continue;
                    }

                    await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellation);
                    deleted++;
                }
        }
        finally
        {
            foreach (var (id, receipt) in others)
                await ShowAsync(queue, id, receipt);
        }

        return deleted;
    }

    private static async Task ShowAsync(QueueClient queue, string id, string receipt)
    {
        try
        {
            await queue.UpdateMessageAsync(id, receipt, visibilityTimeout: TimeSpan.Zero);
        }
        catch (RequestFailedException)
        {
            // It becomes visible by itself, or somebody has it.
        }
    }
}
