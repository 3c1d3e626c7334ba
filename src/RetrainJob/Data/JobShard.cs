using System.Globalization;
using StayPositive.Storage.Keys;

namespace StayPositive.RetrainJob.Data;

/// <summary>Which part of the contents one replica of the job works on: i of n, by the contents' hashes.</summary>
/// <param name="Index">1..<paramref name="Count"/>.</param>
/// <param name="Count">Replicas.</param>
internal readonly record struct JobShard(int Index, int Count)
{
    /// <summary>All of them.</summary>
    public static JobShard Whole { get; } = new(1, 1);

    /// <summary>Reads <c>i/n</c>.</summary>
    /// <exception cref="FormatException">Not 1 &lt;= i &lt;= n.</exception>
    public static JobShard Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('/') is [var index, var count]
            && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var i) && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && i >= 1 && i <= n
            ? new JobShard(i, n)
            : throw new FormatException($"'{text}' is not a shard; write i/n, such as 1/4, with i from 1 to n.");
    }

    /// <summary>True when the content is this replica's.</summary>
    public bool Has(ContentHash hash)
    {
        ArgumentNullException.ThrowIfNull(hash);
        return uint.Parse(hash.Hex.AsSpan(0, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) % (uint)Count == Index - 1;
    }
}
