using System.Text.Json;
using System.Text.Json.Serialization;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.States;

namespace StayPositive.Functions.Messages;

/// <summary>
/// The message about a result, schema 1 (docs/messages.md). A function of what its id names, so that a repeat is the same: of the scanner's result, which does not change while a message is owed
/// (<see cref="UploadState.OwesMessage"/>), and, for a decision, of the label whose number is in the id.
/// </summary>
internal sealed record ResultMessage
{
    /// <summary>Version of the format.</summary>
    public int Schema { get; init; } = 1;

    /// <summary><c>verdict.made</c>, <c>verdict.overturned</c> or <c>verdict.rescored</c>.</summary>
    public required string Type { get; init; }

    public required Guid Id { get; init; }

    public string? CorrelationId { get; init; }

    public required string Account { get; init; }

    public required string Container { get; init; }

    public required string Blob { get; init; }

    [JsonPropertyName("etag")]
    public required string ETag { get; init; }

    public string? Sha256 { get; init; }

    /// <summary>What this message tells: for <c>verdict.overturned</c> what holds by the reviewers' decision, else the scanner's decision.</summary>
    public required Decision Verdict { get; init; }

    /// <summary>The scanner's decision.</summary>
    public required Decision Scanned { get; init; }

    public required string Code { get; init; }

    public string? Reason { get; init; }

    public float? Score { get; init; }

    public double? Probability { get; init; }

    public double? Prevalence { get; init; }

    public StateThreshold? Threshold { get; init; }

    public StateRegion? Region { get; init; }

    public string? Model { get; init; }

    public string? Policy { get; init; }

    public StateTimings? Milliseconds { get; init; }

    public required DateTimeOffset ScannedAt { get; init; }

    /// <summary>Number of the reviewers' label, for <c>verdict.overturned</c>.</summary>
    public int? Label { get; init; }

    /// <summary>The message that an effect sends.</summary>
    public static ResultMessage Of(UploadState state, Effect effect) => new()
    {
        Type = effect switch
        {
            Effect.NotifyOverturned => "verdict.overturned",
            Effect.NotifyRescored => "verdict.rescored",
            _ => "verdict.made",
        },
        Id = effect switch
        {
            Effect.NotifyOverturned => state.Upload.MessageId($"overturned {state.Override?.Number}"),
            Effect.NotifyRescored => state.Upload.MessageId($"rescored {state.Rescorings}"),
            _ => state.MessageId,
        },
        CorrelationId = state.CorrelationId,
        Account = state.Upload.Account,
        Container = state.Upload.Container,
        Blob = state.Upload.Blob,
        ETag = state.Upload.ETag,
        Sha256 = state.Hash,
        Verdict = effect == Effect.NotifyOverturned ? state.Effective : state.Decision, // a decision has a message of its own
        Scanned = state.Decision,
        Code = state.Code,
        Reason = state.Reason,
        Score = state.Score,
        Probability = state.Probability,
        Prevalence = state.Prevalence,
        Threshold = state.Threshold,
        Region = state.Region,
        Model = state.Model,
        Policy = state.Policy,
        Milliseconds = state.Timings,
        ScannedAt = state.ScannedAt,
        Label = effect == Effect.NotifyOverturned ? state.Override?.Number : null,
    };

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, MessageJson.Default.ResultMessage);
}
