namespace StayPositive.Storage.Backfills;

/// <summary>Where a backfill stands.</summary>
public enum BackfillStatus
{
    /// <summary>Its uploads are being counted; nothing is scanned.</summary>
    Counting,

    /// <summary>Counted; it waits for somebody to say that it may run.</summary>
    Ready,

    /// <summary>Its uploads are being scanned.</summary>
    Running,

    /// <summary>The day's budget is used up; it goes on by itself.</summary>
    Deferred,

    /// <summary>Stopped by somebody, to be resumed.</summary>
    Paused,

    /// <summary>Ended by somebody.</summary>
    Cancelled,

    /// <summary>Every upload was taken on.</summary>
    Done,
}
