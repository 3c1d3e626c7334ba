namespace StayPositive.RetrainJob.Gates;

/// <summary>
/// Population stability index between what was learnt from and what comes in: sum over ten bins, of equal mass in the reference, of (p - q) ln(p / q). By custom, below 0.1 is little,
/// above 0.25 is much.
/// </summary>
internal static class Drift
{
    /// <summary>Above it the two differ much, by custom.</summary>
    public const double Much = 0.25;

    private const int Bins = 10;
    private const double Least = 1e-4; // an empty bin would count as infinite drift

    /// <returns>>= 0; NaN when one of the two has fewer values than there are bins.</returns>
    public static double Psi(IReadOnlyCollection<float> reference, IReadOnlyCollection<float> current)
    {
        if (reference.Count < Bins || current.Count < Bins)
            return double.NaN;
        var sorted = reference.Order().ToArray();
        // Values may repeat (a feature is often exactly 0): equal edges fall together, and the bins between them with them.
        var edges = Enumerable.Range(1, Bins - 1).Select(bin => sorted[bin * sorted.Length / Bins]).Distinct().ToArray();
        var (p, q) = (Shares(reference, edges), Shares(current, edges));
        return p.Zip(q).Sum(pair => (pair.First - pair.Second) * Math.Log(pair.First / pair.Second));
    }

    private static double[] Shares(IReadOnlyCollection<float> values, float[] edges)
    {
        var counts = new int[edges.Length + 1];
        foreach (var value in values)
        {
            var at = Array.BinarySearch(edges, value);
            counts[at >= 0 ? at : ~at]++; // what equals an edge lies below it: where nearly all is 0, "0" and "above 0" are two bins
        }

        return [.. counts.Select(count => Math.Max(Least, (double)count / values.Count))];
    }
}
