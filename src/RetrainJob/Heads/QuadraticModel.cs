namespace StayPositive.RetrainJob.Heads;

/// <summary>
/// What the solver believes about the objective's curvature: the Hessian over the working set, of the rows that stand for all, corrected by what the exact gradients have shown since
/// (updates of Broyden, Fletcher, Goldfarb and Shanno, which make the steps' error fall faster than geometrically although the Hessian is of a sample).
/// </summary>
internal sealed class QuadraticModel
{
    private const int MaxSecants = 12;

    private readonly List<(double[] Step, double[] Change)> secants = [];
    private double[] matrix = [];

    /// <summary>Channels of the working set, ascending.</summary>
    public int[] Set { get; private set; } = [];

    /// <summary>Takes a fresh Hessian and corrects it by what was learnt along steps within the set.</summary>
    /// <param name="set">Working set.</param>
    /// <param name="hessian">[set, set], kept and changed.</param>
    /// <param name="isExact">The Hessian is of all rows: older secants would only make it worse.</param>
    public void Renew(int[] set, double[] hessian, bool isExact)
    {
        (Set, matrix) = (set, hessian);
        if (isExact)
            secants.Clear();
        foreach (var (step, change) in secants)
            Correct(step, change);
    }

    /// <summary>Learns from an accepted step.</summary>
    /// <param name="step">[C + 1].</param>
    /// <param name="change">[C + 1], of the gradient.</param>
    public void Learn(double[] step, double[] change)
    {
        if (secants.Count == MaxSecants)
            secants.RemoveAt(0);
        secants.Add((step, change));
        Correct(step, change);
    }

    /// <summary>The point that minimises the model within the working set.</summary>
    /// <param name="x">[C + 1], where the model was taken.</param>
    /// <param name="gradient">[C + 1].</param>
    /// <param name="residual">At x; channels at zero whose gradient is small beside it are first guessed to stay there.</param>
    /// <param name="constraints">Which parts are bounded.</param>
    /// <param name="threads">Threads at work.</param>
    /// <param name="cancellation">Checked on the way.</param>
    public double[] Minimise(double[] x, double[] gradient, double residual, Constraints constraints, int threads, CancellationToken cancellation)
    {
        var n = Set.Length;
        var (q, bounded, free) = (new double[n], new bool[n], new bool[n]);
        for (var i = 0; i < n; i++)
        {
            q[i] = -gradient[Set[i]];
            for (var k = 0; k < n; k++)
                q[i] += matrix[i * n + k] * x[Set[k]];
            bounded[i] = constraints.NonNegative && Set[i] < x.Length - 1;
            free[i] = !bounded[i] || x[Set[i]] > 0 || gradient[Set[i]] < -residual / 4;
        }

        var u = BoundedQuadratic.Minimise(matrix, q, bounded, free, threads, cancellation);
        var minimum = (double[])x.Clone();
        for (var i = 0; i < n; i++)
            minimum[Set[i]] = u[i];
        return minimum;
    }

    private void Correct(double[] step, double[] change)
    {
        var n = Set.Length;
        var s = Set.Select(c => step[c]).ToArray();
        var y = Set.Select(c => change[c]).ToArray();
        if (s.Count(part => part != 0) != step.Count(part => part != 0))
            return;

        var hs = new double[n];
        for (var i = 0; i < n; i++)
            for (var k = 0; k < n; k++)
                hs[i] += matrix[i * n + k] * s[k];
        var (curvature, observed) = (Dot(s, hs), Dot(s, y));
        // The observed curvature of a convex objective is positive; near the optimum rounding may say otherwise.
        if (!(curvature > 0 && observed > 1e-3 * curvature && observed < 1e3 * curvature))
            return;
        for (var i = 0; i < n; i++)
            for (var k = 0; k < n; k++)
                matrix[i * n + k] += y[i] * y[k] / observed - hs[i] * hs[k] / curvature;
    }

    private static double Dot(double[] a, double[] b) => System.Numerics.Tensors.TensorPrimitives.Dot<double>(a, b);
}
