using System.Text.Json.Serialization;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.States;

namespace StayPositive.Functions.Web.States;

/// <summary>The state of an upload, in the words of the messages (docs/messages.md). Members that do not apply, or that the role may not see, are absent.</summary>
internal sealed record StateAnswer
{
    public required string Account { get; init; }

    public required string Container { get; init; }

    public required string Blob { get; init; }

    [JsonPropertyName("etag")]
    public required string ETag { get; init; }

    public string? Sha256 { get; init; }

    /// <summary>What holds: the reviewers' decision, else the scanner's.</summary>
    public required Decision Verdict { get; init; }

    /// <summary>The scanner's decision.</summary>
    public required Decision Scanned { get; init; }

    public required string Code { get; init; }

    /// <summary>Holds scores: for reviewers, unless the image was not scanned.</summary>
    public string? Reason { get; init; }

    public float? Score { get; init; }

    public double? Probability { get; init; }

    public double? Prevalence { get; init; }

    public StateThreshold? Threshold { get; init; }

    public StateRegion? Region { get; init; }

    public string? Model { get; init; }

    public string? Policy { get; init; }

    /// <summary>The challenger's opinion: for reviewers.</summary>
    public StateShadow? Shadow { get; init; }

    public StateTimings? Milliseconds { get; init; }

    public string? CorrelationId { get; init; }

    public DateTimeOffset? RequestedAt { get; init; }

    public required DateTimeOffset ScannedAt { get; init; }

    /// <summary>Number of the reviewers' label.</summary>
    public int? Label { get; init; }

    /// <summary>Id of the message about it.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>What is still to be done outside.</summary>
    public required IReadOnlyList<Effect> Open { get; init; }

    public required int Revision { get; init; }

    public static StateAnswer Of(UploadState state, bool scores) => new()
    {
        Account = state.Upload.Account,
        Container = state.Upload.Container,
        Blob = state.Upload.Blob,
        ETag = state.Upload.ETag,
        Sha256 = state.Hash,
        Verdict = state.Effective,
        Scanned = state.Decision,
        Code = state.Code,
        Reason = scores || state.Score is null ? state.Reason : null,
        Score = scores ? state.Score : null,
        Probability = scores ? state.Probability : null,
        Prevalence = scores ? state.Prevalence : null,
        Threshold = scores ? state.Threshold : null,
        Region = state.Region,
        Model = state.Model,
        Policy = state.Policy,
        Shadow = scores ? state.Shadow : null,
        Milliseconds = state.Timings,
        CorrelationId = state.CorrelationId,
        RequestedAt = state.RequestedAt,
        ScannedAt = state.ScannedAt,
        Label = state.Override?.Number,
        MessageId = state.MessageId,
        Open = state.Open,
        Revision = state.Revision,
    };
}
