namespace StayPositive.Storage.Review;

/// <summary>Queues of the reviewers.</summary>
public enum PendingBucket
{
    /// <summary>Findings to confirm or overturn.</summary>
    Findings,

    /// <summary>Uncertain verdicts.</summary>
    Uncertain,

    /// <summary>Drawn at random from all verdicts, reviewed blind.</summary>
    Audit,

    /// <summary>Re-opened decisions.</summary>
    Reopened,
}
