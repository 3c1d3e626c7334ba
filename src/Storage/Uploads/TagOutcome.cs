namespace StayPositive.Storage.Uploads;

/// <summary>How reading or writing tags ended.</summary>
public enum TagOutcome
{
    /// <summary>They are as asked, and the version was still the current one behind the write.</summary>
    Done,

    /// <summary>Another content lies there now; it bears none of our tags from this call.</summary>
    Overwritten,

    /// <summary>Nothing lies there.</summary>
    Gone,

    /// <summary>The account has no index tags (hierarchical namespaces and some older kinds).</summary>
    NotSupported,

    /// <summary>Foreign tags leave too few of the ten places; nothing was written.</summary>
    NoRoom,

    /// <summary>Others kept writing tags at the same time; ours may be there or not. Worth another try later.</summary>
    Contended,
}
