namespace StayPositive.RetrainJob.Data;

/// <summary>How a label came to be: what may be concluded from it.</summary>
internal enum RowOrigin
{
    /// <summary>Drawn for the audit with a known probability: all rates are estimated from these alone.</summary>
    Audit,

    /// <summary>An imported collection: trains, and judges in slices; says nothing of the traffic.</summary>
    Collection,

    /// <summary>Reviewed because the scanner pointed at it: trains only.</summary>
    Flagged,
}
