namespace StayPositive.Detector.Evaluation;

/// <summary>
/// Numbers the source photos of an evaluation. Ids are sorted (ordinal) first, so that the numbering, and with it every
/// resample of <see cref="ClusterBootstrap"/>, does not depend on the order of the rows.
/// </summary>
public sealed class SourceIndex
{
    private readonly Dictionary<string, int> numbers;

    private SourceIndex(Dictionary<string, int> numbers) => this.numbers = numbers;

    /// <summary>Number of different sources.</summary>
    public int Count => numbers.Count;

    /// <summary>Number of a source, 0 .. <see cref="Count"/> - 1.</summary>
    /// <param name="source">A source id that this index was made of.</param>
    /// <exception cref="KeyNotFoundException">The id is not in this index.</exception>
    public int this[string source] => numbers[source];

    /// <summary>Makes an index of all ids; repeats are welcome.</summary>
    public static SourceIndex Of(IEnumerable<string> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var source in sources.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            numbers.Add(source, numbers.Count);
        return new SourceIndex(numbers);
    }

    /// <summary>Makes an index of the sources of all rows.</summary>
    public static SourceIndex Of(IEnumerable<ScoredRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Of(rows.Select(row => row.Source));
    }
}
