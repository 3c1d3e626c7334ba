namespace StayPositive.RetrainJob.Heads;

/// <summary>
/// Minimises u'Hu/2 - q'u with some u >= 0, exactly, by principal pivoting in blocks (Júdice and Pires, "A block principal pivoting algorithm for large-scale strictly monotone linear
/// complementarity problems", 1994): a guess of which are free is solved, every wrong guess is turned round, and where that does not lower their number the last wrong one alone, which ends.
/// </summary>
internal static class BoundedQuadratic
{
    private const int Patience = 3;
    private const double Noise = 1e-13;

    /// <param name="h">[n, n], symmetric, positive definite.</param>
    /// <param name="q">[n].</param>
    /// <param name="bounded">[n], true where u >= 0.</param>
    /// <param name="free">[n], the first guess; changed.</param>
    /// <param name="threads">Threads at work.</param>
    /// <param name="cancellation">Checked between guesses.</param>
    public static double[] Minimise(double[] h, double[] q, bool[] bounded, bool[] free, int threads, CancellationToken cancellation)
    {
        var (fewest, patience) = (int.MaxValue, Patience);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var u = Solve(h, q, free, threads);
            var wrong = Wrong(h, q, u, bounded, free);
            if (wrong.Count == 0)
                return u;

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

    /// <summary>Free ones below their bound, and held ones that the gradient would raise. What is wrong by rounding alone is put on its bound.</summary>
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

        if (wrong.Count == 0)
            for (var i = 0; i < n; i++)
                u[i] = bounded[i] ? Math.Max(0, u[i]) : u[i];
        return wrong;
    }
}
