namespace StayPositive.Fuzz.Supervising;

/// <summary>What is run, and what is too much.</summary>
internal sealed record RunOptions
{
    /// <summary>Name of the source of cases.</summary>
    public required string Source { get; init; }

    /// <summary>Of the mutations.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>First case.</summary>
    public int From { get; init; }

    /// <summary>How many cases.</summary>
    public required int Count { get; init; }

    /// <summary>Cases that one worker runs, so that one that grows slowly is seen within a range and not carried over.</summary>
    public int RangeLength { get; init; } = 5_000;

    /// <summary>Longest time of one call of the decoder or the scanner, both by the clock and of the processor; twelve times as long by the clock alone.</summary>
    public TimeSpan CaseLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Most resident memory of a worker, MB (10^6 bytes).</summary>
    public int MemoryLimitMegabytes { get; init; } = 1000;

    /// <summary>Every how many-th case is scanned, too.</summary>
    public int ScanEvery { get; init; } = 50;

    /// <summary>Folder for the inputs of findings.</summary>
    public required string Findings { get; init; }
}
