namespace StayPositive.Storage.Review;

/// <summary>A place in a listing of pending items: behind all that came in at a time and before. It tells nothing else of an item, so that it can be shown to who reviews blind.</summary>
/// <param name="At">Time, UTC, whole milliseconds.</param>
/// <param name="Score">Score bucket in which the listing was; only for the order by score.</param>
public readonly record struct PendingPosition(DateTimeOffset At, int Score = 0);
