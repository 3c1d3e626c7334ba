namespace StayPositive.Storage.Objects;

/// <summary>When a write may happen.</summary>
public readonly record struct WriteCondition
{
    private WriteCondition(string? etag, bool absent) => (ETag, Absent) = (etag, absent);

    /// <summary>Whatever is there (the default).</summary>
    public static WriteCondition None => default;

    /// <summary>Only when there is no such object (If-None-Match: *).</summary>
    public static WriteCondition IfAbsent => new(null, absent: true);

    /// <summary>The ETag that must be there; null = no such condition.</summary>
    public string? ETag { get; }

    /// <summary>True when nothing may be there.</summary>
    public bool Absent { get; }

    /// <summary>Only when the object has this ETag (If-Match).</summary>
    public static WriteCondition IfMatch(string etag)
    {
        ArgumentException.ThrowIfNullOrEmpty(etag);
        return new(etag, absent: false);
    }
}
