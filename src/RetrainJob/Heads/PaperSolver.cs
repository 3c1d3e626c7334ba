namespace StayPositive.RetrainJob.Heads;

/// <summary>
/// The published recipe (Rajan and Lee, ICML 2025) on stored features: zero start, Adam with learning rate 1e-4, batches of 512, weights clamped at
/// zero after every step, the bias free and unclamped, learning rate / 10 when an epoch brings no gain, down to 1e-6. Features are not scaled, and there is no L2.
/// </summary>
internal static class PaperSolver
{
    private const int Batch = 512;
    private const int MaxEpochs = 400;
    private const int Patience = 5;
    private const double Gain = 1e-5;

    public static HeadFit Solve(IFeatureRows rows, RowStatistics statistics, RefitSettings settings, CancellationToken cancellation)
    {
        var c = rows.Channels;
        var adam = new Adam(c + 1);
        var w = new double[c + 1];
        var random = new Random(settings.Seed);
        var order = Enumerable.Range(0, (int)rows.Rows).ToArray();
        var buffer = new FeatureBuffer();
        var gradient = new double[c + 1];
        var (rate, best, stale, epoch) = (1e-4, double.MaxValue, 0, 0);
        for (; epoch < MaxEpochs && rate >= 1e-6; epoch++)
        {
            random.Shuffle(order);
            var loss = 0.0;
            foreach (var batch in order.Chunk(Batch))
            {
                cancellation.ThrowIfCancellationRequested();
                Array.Clear(gradient);
                foreach (var i in batch)
                    loss += AddRow(rows.Read(i, 1, buffer), w, statistics.Weight(i), (double)order.Length / batch.Length, gradient);
                adam.Step(w, gradient, rate);
                for (var k = 0; k < c; k++)
                    w[k] = settings.NonNegative ? Math.Max(0, w[k]) : w[k];
            }

            if (loss < best - Gain)
                (best, stale) = (loss, 0);
            else if (++stale >= Patience)
                (rate, stale) = (rate / 10, 0);
        }

        return new HeadFit([.. w.Take(c).Select(x => (float)x)], (float)w[c], best, double.NaN, epoch, rate < 1e-6);
    }

    /// <summary>Adds a row's share of the batch's mean gradient; returns its share of the epoch's loss.</summary>
    private static double AddRow(FeatureBlock row, double[] w, double weight, double batches, double[] gradient)
    {
        var c = w.Length - 1;
        var margin = w[c] + (row.IsHalf ? RowKernels.Dot<Half, HalfLoader>(row.Halves, w.AsSpan(0, c)) : RowKernels.Dot<float, SingleLoader>(row.Singles, w.AsSpan(0, c)));
        var error = weight * batches * (Logistic.Sigmoid(margin) - row.Labels[0]);
        gradient[c] += error;
        if (row.IsHalf)
            RowKernels.Add<Half, HalfLoader>(row.Halves, error, gradient.AsSpan(0, c));
        else
            RowKernels.Add<float, SingleLoader>(row.Singles, error, gradient.AsSpan(0, c));
        return weight * Logistic.Loss(margin, row.Labels[0]);
    }
}
