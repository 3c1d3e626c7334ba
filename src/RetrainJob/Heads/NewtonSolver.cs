namespace StayPositive.RetrainJob.Heads;

/// <summary>
/// Projected Newton with an active set (Bertsekas, "Projected Newton methods for optimization problems with simple constraints", 1982) for the
/// convex problem of <see cref="FitProblem"/>: weights at zero whose gradient would push them below stay there; the rest take a Newton step,
/// are clipped at zero, and the step is halved until the objective falls enough. Deterministic.
/// </summary>
internal static class NewtonSolver
{
    private const double Tolerance = 1e-6;
    private const int MaxIterations = 200;

    /// <param name="problem">Rows and scaling.</param>
    /// <param name="l2">> 0, so that the optimum exists and is unique.</param>
    /// <param name="nonNegative">Hold w >= 0.</param>
    /// <param name="freeBias">False holds the bias at zero.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="l2"/> is not positive.</exception>
    public static HeadFit Solve(FitProblem problem, double l2, bool nonNegative, bool freeBias)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(l2);
        var c = problem.Channels;
        var v = new double[c];
        var b = 0.0;
        var gradient = new double[c + 1];
        var hessian = new double[c + 1, c + 1];
        var value = problem.Value(v, b, l2);
        for (var iteration = 0; ; iteration++)
        {
            problem.Derivatives(v, b, l2, gradient, hessian);
            var residual = Residual(v, gradient, nonNegative, freeBias);
            if (residual <= Tolerance || iteration == MaxIterations)
                return new HeadFit(problem.Unscale(v), (float)b, value, residual, iteration);

            var free = Enumerable.Range(0, c + 1).Where(i => i < c ? !nonNegative || v[i] > 0 || gradient[i] < 0 : freeBias).ToArray();
            var direction = Cholesky.Solve(hessian, gradient, free);
            if (!LineSearch(problem, l2, nonNegative, v, ref b, ref value, gradient, direction))
                return new HeadFit(problem.Unscale(v), (float)b, value, residual, iteration);
        }
    }

    internal static double Residual(double[] v, double[] gradient, bool nonNegative, bool freeBias)
    {
        var residual = freeBias ? Math.Abs(gradient[^1]) : 0;
        for (var i = 0; i < v.Length; i++)
            residual = Math.Max(residual, Math.Abs(nonNegative ? v[i] - Math.Max(0, v[i] - gradient[i]) : gradient[i]));
        return residual;
    }

    private static bool LineSearch(
        FitProblem problem, double l2, bool nonNegative, double[] v, ref double b, ref double value, double[] gradient, double[] direction)
    {
        for (var step = 1.0; step > 1e-12; step /= 2)
        {
            var trial = new double[v.Length];
            var slope = 0.0;
            for (var i = 0; i < v.Length; i++)
            {
                trial[i] = v[i] - step * direction[i];
                if (nonNegative)
                    trial[i] = Math.Max(0, trial[i]);
                slope += gradient[i] * (trial[i] - v[i]);
            }

            var trialBias = b - step * direction[^1];
            slope += gradient[^1] * (trialBias - b);
            var trialValue = problem.Value(trial, trialBias, l2);
            if (trialValue > value + 1e-4 * slope)
                continue;
            trial.CopyTo(v, 0);
            (b, value) = (trialBias, trialValue);
            return true;
        }

        return false;
    }
}
