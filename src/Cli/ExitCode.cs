namespace StayPositive.Cli;

/// <summary>Exit codes, the same for every verb; documented in docs/scan-output.md.</summary>
internal static class ExitCode
{
    /// <summary>Done; with <c>--fail-on flagged</c>, nothing was flagged.</summary>
    public const int Done = 0;

    /// <summary>Something was flagged, and <c>--fail-on flagged</c> was given.</summary>
    public const int Flagged = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Done, but some inputs could not be scanned.</summary>
    public const int NotScanned = 3;

    /// <summary>The model package is refused.</summary>
    public const int ModelRefused = 4;

    /// <summary>Output could not be written (disk full, no permission).</summary>
    public const int OutputFailed = 5;

    /// <summary>Another process changed the same thing first; nothing was changed by this one.</summary>
    public const int Overtaken = 6;

    /// <summary>The storage account or the folder cannot be used.</summary>
    public const int StorageFailed = 7;

    /// <summary>Done, and labels contradict each other; the newest wins.</summary>
    public const int Contradictions = 8;

    /// <summary>Ctrl+C; what was done has been printed.</summary>
    public const int Cancelled = 130;
}
