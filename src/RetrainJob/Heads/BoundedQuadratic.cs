namespace StayPositive.RetrainJob.Heads;

/// <summary>
/// Minimises u'Hu/2 - q'u with some u >= 0, exactly, by principal pivoting in blocks (Júdice and Pires, "A block principal pivoting algorithm for large-scale strictly monotone linear
/// complementarity problems", 1994): a guess of which are free is solved, every wrong guess is turned round, and where that does not lower their number the last wrong one alone, which ends.
/// </summary>
internal static class BoundedQuadratic
{
    private const int Patience = 3;
    private const double Noise = 1e-13;

    /// <summary>A few guesses are usual. Exactly, they end; with rounding, they could go in a circle.</summary>
    private const int MostGuesses = 1000;

    /// <param name="h">[n, n], symmetric, positive definite.</param>
    /// <param name="q">[n].</param>
    /// <param name="bounded">[n], true where u >= 0.</param>
    /// <param name="free">[n], the first guess; changed.</param>
    /// <param name="threads">Threads at work.</param>
    /// <param name="cancellation">Checked between guesses.</param>
    /// <returns>u >= 0 where it must be; the optimum, unless rounding keeps it from being found.</returns>
    public static double[] Minimise(double[] h, double[] q, bool[] bounded, bool[] free, int threads, CancellationToken cancellation)
    {
        var (fewest, patience) = (int.MaxValue, Patience);
        for (var guesses = 1; ; guesses++)
        {
            cancellation.ThrowIfCancellationRequested();
            var u = Solve(h, q, free, threads);
            var wrong = Wrong(h, q, u, bounded, free);
            if (wrong.Count == 0 || guesses == MostGuesses)
                return Bound(u, bounded); // what is left to correct is rounding

            if (wrong.Count < fewest)
                (fewest, patience) = (wrong.Count, Patience);
            else if (patience-- <= 0)
                wrong.RemoveRange(0, wrong.Count - 1);
            foreach (var i in wrong)
                free[i] = !free[i];
        }
    }

    private static double[] Solve(double[] h, double[] q, bool[] free, int threads)
    {
        var n = q.Length;
        var set = Enumerable.Range(0, n).Where(i => free[i]).ToArray();
        var part = new Cholesky(h, n, set, threads).Solve(set.Select(i => q[i]).ToArray());
        var u = new double[n];
        for (var k = 0; k < set.Length; k++)
            u[set[k]] = part[k];
        return u;
    }

    private static double[] Bound(double[] u, bool[] bounded) => [.. u.Zip(bounded, (value, isBounded) => isBounded ? Math.Max(0, value) : value)];

    /// <summary>Free ones below their bound, and held ones that the gradient would raise, by more than rounding.</summary>
    private static List<int> Wrong(double[] h, double[] q, double[] u, bool[] bounded, bool[] free)
    {
        var n = q.Length;
        var largest = u.Max(Math.Abs);
        var steepest = q.Max(Math.Abs);
        var wrong = new List<int>();
        var nonZero = Enumerable.Range(0, n).Where(i => u[i] != 0).ToArray();
        for (var i = 0; i < n; i++)
        {
            if (!bounded[i])
                continue;
            if (free[i])
            {
                if (u[i] < -Noise * largest)
                    wrong.Add(i);
                continue;
            }

            var gradient = -q[i];
            foreach (var k in nonZero)
                gradient += h[i * n + k] * u[k];
            if (gradient < -Noise * steepest)
                wrong.Add(i);
        }

        return wrong;
    }
}
