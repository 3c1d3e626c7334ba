namespace StayPositive.Storage.Backfills;

/// <summary>The scanning of older uploads: what was asked for, and how far it has come. Immutable; replaced by compare-and-swap.</summary>
public sealed record Backfill
{
    /// <summary>Version of the format that this code reads and writes.</summary>
    public const int CurrentSchema = 1;

    /// <summary>Version of the format.</summary>
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>Its name in its container.</summary>
    public required string Id { get; init; }

    /// <summary>Container with uploads.</summary>
    public required string Container { get; init; }

    /// <summary>Beginning of the names; empty = all.</summary>
    public required string Prefix { get; init; }

    /// <summary>Where it stands.</summary>
    public required BackfillStatus Status { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When this document was written, UTC.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Megapixels that may be scanned in a day (UTC); null = without limit.</summary>
    public double? DailyMegapixels { get; init; }

    /// <summary>Name of the last upload that was counted or taken on; null at the beginning.</summary>
    public string? Cursor { get; init; }

    /// <summary>Attempts at the upload behind the cursor that failed.</summary>
    public int Attempts { get; init; }

    /// <summary>What was counted.</summary>
    public BackfillCount Count { get; init; } = BackfillCount.None;

    /// <summary>What was done.</summary>
    public BackfillProgress Progress { get; init; } = BackfillProgress.None;

    /// <summary>Day (UTC) that <see cref="DayMegapixels"/> is about.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>Megapixels scanned on this day.</summary>
    public double DayMegapixels { get; init; }

    /// <summary>When it goes on, UTC; null unless it is deferred.</summary>
    public DateTimeOffset? DeferredUntil { get; init; }

    /// <summary>Process that works on it: advice that spares others the same work.</summary>
    public string? Owner { get; init; }

    /// <summary>Until when, UTC, unless it renews that.</summary>
    public DateTimeOffset? OwnedUntil { get; init; }

    /// <summary>True when nothing more will happen.</summary>
    public bool IsOver() => Status is BackfillStatus.Done or BackfillStatus.Cancelled;
}
