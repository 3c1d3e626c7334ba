namespace StayPositive.RetrainJob;

/// <summary>Exit codes of the verbs that work on an installation; documented in docs/retraining.md.</summary>
internal static class RetrainExit
{
    /// <summary>A version was published, or promoted.</summary>
    public const int Done = 0;

    /// <summary>A setting is wrong.</summary>
    public const int Settings = 2;

    /// <summary>A gate failed: the report is written, nothing else was changed.</summary>
    public const int GateFailed = 3;

    /// <summary>The champion cannot be used.</summary>
    public const int ModelRefused = 4;

    /// <summary>There are not enough labels, or they cannot be fitted.</summary>
    public const int NotEnoughData = 5;

    /// <summary>Another job moved an alias first; nothing was moved by this one.</summary>
    public const int Overtaken = 6;

    /// <summary>The storage account or folder cannot be used.</summary>
    public const int StorageFailed = 7;

    /// <summary>The challenger has not yet shown enough in the champion's shadow; it stays challenger.</summary>
    public const int StillInShadow = 8;

    /// <summary>Ctrl+C, or the container was stopped; a repeat goes on.</summary>
    public const int Cancelled = 130;
}
