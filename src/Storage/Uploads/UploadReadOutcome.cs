namespace StayPositive.Storage.Uploads;

/// <summary>How reading an upload ended.</summary>
public enum UploadReadOutcome
{
    /// <summary>All bytes are here.</summary>
    Read,

    /// <summary>Another content lies there now; its own event or the sweep brings it.</summary>
    Overwritten,

    /// <summary>Nothing lies there, or nothing can.</summary>
    Gone,

    /// <summary>More bytes than allowed; none is here.</summary>
    TooManyBytes,

    /// <summary>It lies in the archive tier, which cannot be read.</summary>
    Archived,
}
