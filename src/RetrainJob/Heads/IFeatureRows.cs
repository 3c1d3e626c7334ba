namespace StayPositive.RetrainJob.Heads;

/// <summary>
/// Labelled rows of features that a refit reads as often as it needs, block by block and from several threads at once: in memory, or in a file that is larger than the memory.
/// Every read of a row gives the same numbers.
/// </summary>
internal interface IFeatureRows
{
    /// <summary>C, at least 1.</summary>
    int Channels { get; }

    /// <summary>Number of rows.</summary>
    long Rows { get; }

    /// <summary>Rows <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> - 1. The spans are valid until <paramref name="buffer"/> is used again.</summary>
    /// <param name="first">Number of the first row.</param>
    /// <param name="count">Number of rows, at least 1, all within <see cref="Rows"/>.</param>
    /// <param name="buffer">The calling thread's own scratch, for sources that have to copy; sources that hold the rows leave it alone.</param>
    /// <exception cref="IOException">The source cannot be read.</exception>
    FeatureBlock Read(long first, int count, FeatureBuffer buffer);
}
