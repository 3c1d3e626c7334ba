namespace StayPositive.Functions.Scanning;

/// <summary>Why an upload has the state that it has; docs/result-codes.md says what to do. Codes of refused images are those of the detector's <c>RejectionCode</c>.</summary>
internal static class ResultCode
{
    /// <summary>Scanned; the decision says what was found.</summary>
    public const string Scanned = "Scanned";

    /// <summary>Left out by a filter of the settings.</summary>
    public const string Filtered = "Filtered";

    /// <summary>In the archive tier, which cannot be read.</summary>
    public const string Archived = "Archived";

    /// <summary>Every try to scan it failed.</summary>
    public const string Poisoned = "Poisoned";

    /// <summary>More bytes than the policy's limit; not read.</summary>
    public const string TooManyBytes = "TooManyBytes";
}
