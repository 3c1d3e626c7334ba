using System.ClientModel;
using System.Globalization;
using System.Text.Json;
using Azure.Identity;
using OpenAI.Chat;

namespace StayPositive.Functions.Notes;

/// <summary>Asks the vision model once; every way in which that can end is a <see cref="NoteOutcome"/>.</summary>
/// <param name="chat">A deployment, by a client that does not repeat by itself: the person who waits decides.</param>
/// <param name="options">Name of the deployment, patience.</param>
/// <param name="clock">Time.</param>
/// <param name="log">Outcomes, without pictures or text.</param>
internal sealed partial class NoteWriter(ChatClient chat, NotesOptions options, TimeProvider clock, ILogger<NoteWriter> log)
{
    private const int TooManyRequests = 429;

    public async Task<NoteAnswer> AskAsync(NotePictures pictures, string who, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(options.TimeoutSeconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            var result = await chat.CompleteChatAsync(NotePrompt.Messages(pictures), NotePrompt.Options(), either.Token);
            return HasChoice(result) ? Read(result.Value, who) : new(NoteOutcome.Malformed);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(NoteOutcome.TimedOut);
        }
        catch (ClientResultException fault)
        {
            Failed(fault.Status, CodeOf(fault));
            return Outcome(fault);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            Unreachable(fault);
            return new(NoteOutcome.Unavailable);
        }
        catch (AuthenticationFailedException fault)
        {
            Unreachable(fault);
            return new(NoteOutcome.Rejected);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            Unreadable(fault); // what the service's library throws at an answer that is none
            return new(NoteOutcome.Malformed);
        }
    }

    /// <summary>The service's library does not look whether there is one.</summary>
    private static bool HasChoice(ClientResult result)
    {
        using var body = JsonDocument.Parse(result.GetRawResponse().Content);
        return body.RootElement.TryGetProperty("choices", out var choices) && choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0;
    }

    private NoteAnswer Read(ChatCompletion answer, string who)
    {
        if (answer.FinishReason == ChatFinishReason.ContentFilter)
            return new(NoteOutcome.Filtered);
        if (answer.Refusal is { Length: > 0 })
            return new(NoteOutcome.Declined);
        return answer.FinishReason == ChatFinishReason.Stop && answer.Content.Count == 1 && NoteText.Parse(answer.Content[0].Text ?? "") is { } text
            ? new(NoteOutcome.Written, new Note(text, answer.Model, options.Deployment!, NotePrompt.Version, who, clock.GetUtcNow(), answer.Usage?.TotalTokenCount ?? 0))
            : new(NoteOutcome.Malformed);
    }

    private NoteAnswer Outcome(ClientResultException fault) => (fault.Status, CodeOf(fault)) switch
    {
        (400, "content_filter") => new(NoteOutcome.Filtered),
        (_, "insufficient_quota") => new(NoteOutcome.QuotaSpent),
        (TooManyRequests, _) => new(NoteOutcome.Busy, RetryAfter: RetryAfter(fault)),
        ( >= 400 and < 500, not null) or (401 or 403 or 404, _) => new(NoteOutcome.Rejected),
        _ => new(NoteOutcome.Unavailable, RetryAfter: RetryAfter(fault)),
    };

    private static string? CodeOf(ClientResultException fault)
    {
        try
        {
            using var body = JsonDocument.Parse(fault.GetRawResponse()?.Content ?? BinaryData.FromString("{}"));
            return body.RootElement.GetProperty("error").GetProperty("code").GetString();
        }
        catch (Exception other) when (other is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Seconds, or a date (RFC 9110, 10.2.3).</summary>
    private TimeSpan? RetryAfter(ClientResultException fault)
    {
        if (fault.GetRawResponse() is not { } response || !response.Headers.TryGetValue("Retry-After", out var text))
            return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return TimeSpan.FromSeconds(seconds);
        return DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) && date > clock.GetUtcNow() ? date - clock.GetUtcNow() : null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Azure OpenAI answered {Status} ({Code}) to a request for a note")]
    private partial void Failed(int status, string? code);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Azure OpenAI could not be reached for a note")]
    private partial void Unreachable(Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The answer of Azure OpenAI cannot be read")]
    private partial void Unreadable(Exception fault);
}
