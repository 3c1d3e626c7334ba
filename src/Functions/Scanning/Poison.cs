using System.Text.Json;
using StayPositive.Functions.Doors;
using StayPositive.Functions.Messages;

namespace StayPositive.Functions.Scanning;

/// <summary>
/// What the host gave up: each message is tried once more; what fails again for a reason of its own gets a state that says so, and only then the message is deleted. What fails because of the storage or for
/// want of a model stays in the queue.
/// </summary>
internal sealed partial class Poison(WorkQueues queues, ScanFlow flow, TimeProvider clock, ILogger<Poison> log)
{
    private const int Most = 16;
    private static readonly TimeSpan Hidden = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(30);

    private DateTimeOffset last;

    /// <summary>Goes through the poison queues, at most once a minute and for half a minute; returns how many messages were dealt with.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (now - last < Pause)
            return 0;
        last = now;
        var (done, time) = (0, new Slice(clock, Time));
        foreach (var queue in queues.Poison)
            for (var more = true; more && !time.IsOver;)
            {
                var items = await queue.ReceiveAsync(Most, Hidden, cancellation);
                more = items.Count > 0; // what stays in the queue is hidden, and does not come again at once
                foreach (var item in items)
                    if (await TryAsync(item, cancellation))
                    {
                        await queue.DeleteAsync(item, cancellation);
                        done++;
                    }
            }

        return done;
    }

    /// <summary>The uploads that a poison message is about: a request or event, or what the host writes of a blob; base64 around it or not.</summary>
    /// <exception cref="FormatException">It is none of these.</exception>
    internal static IReadOnlyList<ScanRequest> Parse(string text)
    {
        var json = RequestMessage.Json(text);
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement is { ValueKind: JsonValueKind.Object } root && Text(root, "ContainerName") is { } container && Text(root, "BlobName") is { } blob)
                return [new ScanRequest(container, blob, null, null)];
        }
        catch (JsonException wrong)
        {
            throw new FormatException($"The message is not JSON: {wrong.Message}", wrong);
        }

        return RequestMessage.Parse(json);
    }

    /// <returns>True when the message is done with.</returns>
    private async Task<bool> TryAsync(WorkItem item, CancellationToken cancellation)
    {
        IReadOnlyList<ScanRequest> requests;
        try
        {
            requests = Parse(item.Text);
        }
        catch (FormatException wrong)
        {
            Refused(wrong.Message);
            return true;
        }

        try
        {
            foreach (var request in requests)
                await TryAsync(request with { IsCounted = true }, cancellation);
            return true;
        }
#pragma warning disable CA1031 // one message does not keep the others waiting; it comes again
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Left(fault);
            return false;
        }
    }

    private async Task TryAsync(ScanRequest request, CancellationToken cancellation)
    {
        try
        {
            await flow.ScanAsync(request, cancellation);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested && !Faults.MayPass(fault))
        {
            await flow.PoisonAsync(request, fault, cancellation);
        }
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "BadRequest: a poison message was dropped: {Why}")]
    private partial void Refused(string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "A poison message could not be dealt with; it comes again")]
    private partial void Left(Exception fault);
}
