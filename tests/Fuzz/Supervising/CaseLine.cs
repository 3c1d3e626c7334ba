using System.Globalization;

namespace StayPositive.Fuzz.Supervising;

/// <summary>A line of the worker's report on one case.</summary>
/// <param name="Number">The case.</param>
/// <param name="Result">What came of it.</param>
/// <param name="Elapsed">How long it took, by the clock.</param>
/// <param name="ProcessorTime">And how much work it was, all threads together.</param>
/// <param name="PeakBytes">Most memory that the worker had meanwhile.</param>
internal sealed record CaseLine(int Number, CaseResult Result, TimeSpan Elapsed, TimeSpan ProcessorTime, long PeakBytes)
{
    private const string Beginning = "begin";
    private const char Separator = '\t';

    /// <summary>The line that a case, and each call in it, begins with: the heartbeat.</summary>
    public static string Begin(int number) => string.Create(CultureInfo.InvariantCulture, $"{Beginning}{Separator}{number}");

    public static int? Begun(string line) => line.Split(Separator) is [Beginning, var number] ? int.Parse(number) : null;

    /// <exception cref="FormatException">It is no such line.</exception>
    public static CaseLine Parse(string line) => line.Split(Separator) is [var number, var format, var outcome, var scanned, var elapsed, var work, var peak, var broken]
        ? new CaseLine(int.Parse(number), new CaseResult(format, outcome, bool.Parse(scanned), broken.Length == 0 ? null : broken), new TimeSpan(long.Parse(elapsed)), new TimeSpan(long.Parse(work)), long.Parse(peak))
        : throw new FormatException($"The worker wrote '{line}'.");

    /// <inheritdoc/>
    public override string ToString() => string.Join(
        Separator, Number, Result.Format, Result.Outcome, Result.Scanned, Elapsed.Ticks, ProcessorTime.Ticks, PeakBytes, Result.Broken?.ReplaceLineEndings(" ").Replace(Separator, ' '));
}
