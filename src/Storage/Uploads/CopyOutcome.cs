namespace StayPositive.Storage.Uploads;

/// <summary>How copying a version to another container ended.</summary>
public enum CopyOutcome
{
    /// <summary>Exactly this content lies in the other container under the same name.</summary>
    Copied,

    /// <summary>Another content lies in the source now; nothing was copied.</summary>
    Overwritten,

    /// <summary>Nothing lies in the source.</summary>
    Gone,
}
