namespace StayPositive.Storage.Review;

/// <summary>What a listing of pending items is asked for.</summary>
/// <param name="Bucket">Queue.</param>
/// <param name="HighestFirst">True: from the highest score bucket down, the oldest first inside of one. False: the oldest first over all.</param>
public sealed record PendingQuery(PendingBucket Bucket, bool HighestFirst = false)
{
    /// <summary>Lowest <see cref="ScoreBucket"/>.</summary>
    public int MinScore { get; init; }

    /// <summary>Highest <see cref="ScoreBucket"/>.</summary>
    public int MaxScore { get; init; } = ScoreBucket.Count - 1;

    /// <summary>Not before this day, UTC; null = from the first.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Not behind this day, UTC; null = to the last.</summary>
    public DateOnly? To { get; init; }
}
