using System.Numerics.Tensors;

namespace StayPositive.RetrainJob.Heads;

/// <summary>Cholesky factorisation of a symmetric positive definite matrix, restricted to some rows and columns.</summary>
internal static class Cholesky
{
    private const double Ridge = 1e-12;

    /// <summary>Solves A[free, free] x = b[free]; x is zero elsewhere. A is given by its lower triangle.</summary>
    public static double[] Solve(double[,] a, double[] b, int[] free)
    {
        var n = free.Length;
        var l = new double[n][];
        for (var r = 0; r < n; r++)
        {
            l[r] = new double[r + 1];
            for (var c = 0; c <= r; c++)
            {
                var sum = a[free[r], free[c]] - TensorPrimitives.Dot<double>(l[r].AsSpan(0, c), l[c].AsSpan(0, c));
                l[r][c] = c == r ? Math.Sqrt(Math.Max(sum, Ridge)) : sum / l[c][c];
            }
        }

        var y = new double[n];
        for (var r = 0; r < n; r++)
            y[r] = (b[free[r]] - TensorPrimitives.Dot<double>(l[r].AsSpan(0, r), y.AsSpan(0, r))) / l[r][r];
        var x = new double[b.Length];
        for (var r = n - 1; r >= 0; r--)
        {
            var sum = y[r];
            for (var k = r + 1; k < n; k++)
                sum -= l[k][r] * x[free[k]];
            x[free[r]] = sum / l[r][r];
        }

        return x;
    }
}
