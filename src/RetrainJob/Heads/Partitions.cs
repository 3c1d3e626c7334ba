using System.Runtime.ExceptionServices;

namespace StayPositive.RetrainJob.Heads;

/// <summary>
/// Cuts rows into ranges that depend on their number alone, and works on them in parallel. Each range has its own sums, which are added in order afterwards: results are the same bits
/// whatever the number of threads.
/// </summary>
internal static class Partitions
{
    /// <summary>Rows that are read at a time.</summary>
    public const int BlockRows = 256;

    private const int MaxPartitions = 128;

    /// <summary>Ranges of whole groups of <see cref="RowKernels.Together"/> rows; only the last may end with a part of one.</summary>
    public static (long First, long End)[] Of(long rows)
    {
        var count = (int)Math.Clamp(rows / BlockRows, 1, MaxPartitions);
        var groups = (rows + RowKernels.Together - 1) / RowKernels.Together;
        return [.. Enumerable.Range(0, count).Select(p => (groups * p / count * RowKernels.Together, Math.Min(rows, groups * (p + 1) / count * RowKernels.Together)))];
    }

    /// <summary>Calls the body for 0 to count - 1, each with a scratch buffer of its thread's own. The first failure is thrown as it is.</summary>
    public static void Run(int count, int threads, Action<int, FeatureBuffer> body, CancellationToken cancellation)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        try
        {
            Parallel.For(
                0, count, options, () => new FeatureBuffer(),
                (i, _, buffer) =>
                {
                    body(i, buffer);
                    return buffer;
                },
                _ => { });
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }
}
