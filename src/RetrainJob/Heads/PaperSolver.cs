namespace StayPositive.RetrainJob.Heads;

/// <summary>
/// The published recipe (Rajan and Lee, ICML 2025) on stored features: zero start, Adam with learning rate 1e-4, batches of 512, weights clamped at
/// zero after every step, the bias free and unclamped, learning rate / 10 when an epoch brings no gain, down to 1e-6. Features are not scaled.
/// </summary>
internal static class PaperSolver
{
    private const int Batch = 512;
    private const int MaxEpochs = 400;
    private const int Patience = 5;
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;

    public static HeadFit Solve(FeatureTable table, int seed)
    {
        var c = table.Channels;
        var w = new double[c + 1];
        var (first, second) = (new double[c + 1], new double[c + 1]);
        var random = new Random(seed);
        var order = Enumerable.Range(0, table.Rows).ToArray();
        var fakes = table.Kinds.Count(kind => kind == Training.RowKind.Fake);
        var (fakeWeight, realWeight) = (0.5 * table.Rows / fakes, 0.5 * table.Rows / (table.Rows - fakes));
        var (rate, best, stale, step, epoch) = (1e-4, double.MaxValue, 0, 0, 0);
        for (; epoch < MaxEpochs && rate >= 1e-6; epoch++)
        {
            random.Shuffle(order);
            var loss = 0.0;
            foreach (var batch in order.Chunk(Batch))
            {
                var gradient = new double[c + 1];
                foreach (var i in batch)
                {
                    var row = table.Row(i);
                    var margin = w[c];
                    for (var k = 0; k < c; k++)
                        margin += w[k] * row[k];
                    var fake = table.Kinds[i] == Training.RowKind.Fake;
                    var weight = (fake ? fakeWeight : realWeight) / batch.Length;
                    var error = weight * (1 / (1 + Math.Exp(-margin)) - (fake ? 1 : 0));
                    loss += weight * batch.Length / table.Rows * (Math.Max(margin, 0) - (fake ? margin : 0) + Math.Log(1 + Math.Exp(-Math.Abs(margin))));
                    for (var k = 0; k < c; k++)
                        gradient[k] += error * row[k];
                    gradient[c] += error;
                }

                Adam(w, gradient, first, second, ++step, rate);
            }

            if (loss < best - 1e-5)
                (best, stale) = (loss, 0);
            else if (++stale >= Patience)
                (rate, stale) = (rate / 10, 0);
        }

        return new HeadFit(w.Take(c).Select(x => (float)x).ToArray(), (float)w[c], best, double.NaN, epoch);
    }

    private static void Adam(double[] w, double[] gradient, double[] first, double[] second, int step, double rate)
    {
        for (var k = 0; k < w.Length; k++)
        {
            first[k] = Beta1 * first[k] + (1 - Beta1) * gradient[k];
            second[k] = Beta2 * second[k] + (1 - Beta2) * gradient[k] * gradient[k];
            w[k] -= rate * (first[k] / (1 - Math.Pow(Beta1, step))) / (Math.Sqrt(second[k] / (1 - Math.Pow(Beta2, step))) + 1e-8);
            if (k < w.Length - 1)
                w[k] = Math.Max(0, w[k]);
        }
    }
}
