namespace StayPositive.Functions.Notes;

/// <summary>How a request for a note ended.</summary>
public enum NoteOutcome
{
    /// <summary>A note was written and stored.</summary>
    Written,

    /// <summary>It was there already: no request was made.</summary>
    Known,

    /// <summary>No endpoint or deployment is set.</summary>
    Off,

    /// <summary>No blob holds this content any more, or it has no picture.</summary>
    NoImage,

    /// <summary>The day's requests are used up; again tomorrow (UTC).</summary>
    BudgetSpent,

    /// <summary>The service asks to wait (429).</summary>
    Busy,

    /// <summary>The subscription's quota is used up.</summary>
    QuotaSpent,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>The service's content filter stopped the picture or the answer.</summary>
    Filtered,

    /// <summary>The model declined to answer.</summary>
    Declined,

    /// <summary>The answer is not what was asked for.</summary>
    Malformed,

    /// <summary>The service rejects the identity, the deployment or the request: a setting or a role is wrong.</summary>
    Rejected,

    /// <summary>The service cannot be reached or fails.</summary>
    Unavailable,
}
