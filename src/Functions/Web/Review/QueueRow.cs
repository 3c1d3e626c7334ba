using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Review;
using StayPositive.Storage.States;

namespace StayPositive.Functions.Web.Review;

/// <summary>A pending content in a list. What the scanner thinks is absent for a blind one.</summary>
internal sealed record QueueRow
{
    public required string Container { get; init; }

    public required string Hash { get; init; }

    public required PendingBucket Bucket { get; init; }

    public required DateTimeOffset At { get; init; }

    public required bool Blind { get; init; }

    /// <summary>Name of a blob with the content.</summary>
    public required string Blob { get; init; }

    /// <summary>Number of the newest label: a decision names it.</summary>
    public required int Seen { get; init; }

    public Decision? Verdict { get; init; }

    public float? Score { get; init; }

    public int? ScoreBucket { get; init; }

    public string? Model { get; init; }

    public string? Policy { get; init; }

    public Claim? Claim { get; init; }

    /// <param name="container">Where.</param>
    /// <param name="item">How it waits.</param>
    /// <param name="state">Of a blob with the content.</param>
    /// <param name="seen">Number of the newest label.</param>
    /// <param name="blind">Drawn for the audit, and not decided.</param>
    /// <param name="claim">Who looks at it.</param>
    public static QueueRow Of(string container, PendingItem item, UploadState state, int seen, bool blind, Claim? claim)
    {
        return new QueueRow
        {
            Container = container,
            Hash = item.Hash.Hex,
            Bucket = item.Bucket,
            At = item.At,
            Blind = blind,
            Blob = state.Upload.Blob,
            Seen = seen,
            Verdict = blind ? null : item.Decision,
            Score = blind ? null : state.Score,
            ScoreBucket = blind ? null : item.Score,
            Model = blind ? null : state.Model,
            Policy = item.Policy,
            Claim = claim,
        };
    }
}
