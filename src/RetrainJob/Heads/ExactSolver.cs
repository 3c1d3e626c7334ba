namespace StayPositive.RetrainJob.Heads;

/// <summary>
/// The optimum, with a certificate. Small samples of the rows are solved first and give the start; all rows are passed over only a few times, for exact gradients, while the curvature is that
/// of a sample. What stops the solver is the residual over all rows. See docs/refit.md.
/// </summary>
internal static class ExactSolver
{
    private const int FirstSample = 2048;
    private const int SmallestSample = 16384;
    private const int LargestSample = 65536;

    /// <summary>Rows a channel of the Hessian needs: its error is about 2 sqrt(channels / rows).</summary>
    private const int RowsPerChannel = 16;

    /// <summary>How far a sample is solved, as a share of its own sampling error.</summary>
    private const double SampleTolerance = 0.5;

    public static HeadFit Solve(IFeatureRows rows, RowStatistics statistics, RefitSettings settings, CancellationToken cancellation)
    {
        var constraints = new Constraints(settings.NonNegative, settings.Bias == BiasTreatment.Free);
        var x = Start(rows.Channels, statistics.Rms, settings);
        if (Draw(FirstSample) is { } first)
            x = Approach(first, x);
        var sample = Draw(settings.NonNegative ? SmallestSample : Math.Clamp(RowsPerChannel * rows.Channels, SmallestSample, LargestSample));
        if (sample is not null)
            x = Approach(sample, x);

        var objective = new LogisticObjective(rows, statistics, settings.L2, settings.Threads, cancellation);
        var descent = new NewtonDescent(objective, sample, constraints, settings.Threads, cancellation);
        x = descent.Run(x, settings.Tolerance);
        return new HeadFit(objective.Unscale(x), (float)x[^1], descent.Value, descent.Residual, descent.Steps, descent.Residual <= settings.Tolerance);

        RowSample? Draw(int size) => rows.Rows >= 2 * size ? RowSample.Draw(rows, statistics, size, settings.Seed, cancellation) : null;

        double[] Approach(RowSample part, double[] from)
        {
            // Without regularisation a sample may have no optimum where the whole has one; a start of the caller's is better than a sample's.
            if (settings.L2 == 0 || settings.Start is not null)
                return from;
            var rough = new LogisticObjective(part.Rows, part.Statistics, settings.L2, settings.Threads, cancellation);
            var tolerance = Math.Max(settings.Tolerance, SampleTolerance / Math.Sqrt(part.Numbers.Length));
            return new NewtonDescent(rough, null, constraints, settings.Threads, cancellation).Run(from, tolerance);
        }
    }

    private static double[] Start(int channels, double[] rms, RefitSettings settings)
    {
        var x = new double[channels + 1];
        if (settings.Start is not { } start)
            return x;
        if (start.Weights.Length != channels || !start.Weights.All(float.IsFinite) || !float.IsFinite(start.Bias))
            throw new RefitRefusedException(RefitRefusal.BadStart, $"The start has {start.Weights.Length} weights, all to be finite, for {channels} channels.");
        for (var c = 0; c < channels; c++)
            x[c] = (settings.NonNegative ? Math.Max(0, start.Weights[c]) : start.Weights[c]) * rms[c];
        x[channels] = settings.Bias == BiasTreatment.Free ? start.Bias : 0;
        return x;
    }
}
