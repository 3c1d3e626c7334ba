namespace StayPositive.RetrainJob.Heads;

/// <summary>
/// Weighted mean logistic loss + L2/2 ||v||^2 over rows whose channels are scaled to unit root mean square (never centred: a zero must stay a zero). A point is x = (v, b), [C + 1]; the
/// weights on the stored features are w = v / rms. Products and sums are float64.
/// </summary>
internal sealed class LogisticObjective
{
    private readonly int threads;
    private readonly CancellationToken cancellation;
    private readonly (long First, long End)[] partitions;
    private readonly double[][] gradients;
    private readonly double[] losses;

    public LogisticObjective(IFeatureRows rows, RowStatistics statistics, double l2, int threads, CancellationToken cancellation)
    {
        (this.threads, this.cancellation) = (threads, cancellation);
        (Source, Statistics, L2) = (rows, statistics, l2);
        partitions = Partitions.Of(rows.Rows);
        gradients = [.. partitions.Select(_ => new double[Channels + 1])];
        losses = new double[partitions.Length];
    }

    /// <summary>The rows.</summary>
    public IFeatureRows Source { get; }

    /// <summary>Their weights and scaling.</summary>
    public RowStatistics Statistics { get; }

    /// <summary>Strength of the regularisation.</summary>
    public double L2 { get; }

    public int Channels => Source.Channels;

    public int Rows => Statistics.Labels.Length;

    private double[] Rms => Statistics.Rms;

    /// <summary>Weights on the stored features.</summary>
    public float[] Unscale(double[] x) => [.. Rms.Select((rms, c) => (float)(x[c] / rms))];

    /// <summary>Moves a point to the nearest one whose head is float32, so that what is certified is what is stored.</summary>
    public void Round(double[] x)
    {
        for (var c = 0; c < Channels; c++)
            x[c] = (float)(x[c] / Rms[c]) * Rms[c];
        x[Channels] = (float)x[Channels];
    }

    /// <summary>Value, gradient and margins at a point: one pass over the rows.</summary>
    public void Evaluate(double[] x, Evaluation result)
    {
        var w = new double[Channels];
        for (var c = 0; c < Channels; c++)
            w[c] = x[c] / Rms[c];
        Partitions.Run(partitions.Length, threads, (p, buffer) => Evaluate(p, w, x[Channels], result.Margins, buffer), cancellation);

        result.Value = losses.Sum() + Penalty(x);
        for (var c = 0; c <= Channels; c++)
        {
            var sum = 0.0;
            foreach (var part in gradients)
                sum += part[c];
            result.Gradient[c] = c < Channels ? sum / Rms[c] + L2 * x[c] : sum;
        }
    }

    /// <summary>Value at a point whose margins are known: no pass over the rows.</summary>
    public double Value(double[] x, double[] margins)
    {
        void AddUp(int p)
        {
            losses[p] = 0;
            for (var i = partitions[p].First; i < partitions[p].End; i++)
                losses[p] += Statistics.Weight(i) * Logistic.Loss(margins[i], Statistics.Labels[i]);
        }

        Partitions.Run(partitions.Length, threads, (p, _) => AddUp(p), cancellation);
        return losses.Sum() + Penalty(x);
    }

    /// <summary>
    /// True when moving from one set of margins to another improves some row that counts and harms none by more than rounding: the loss then falls along this line forever.
    /// </summary>
    public bool IsEndless(double[] from, double[] to)
    {
        const double small = 0.1;
        const double rounding = 1e-6;
        var (best, worst) = (0.0, 0.0);
        for (var i = 0; i < Rows; i++)
        {
            var gain = Statistics.Weights[i] == 0 ? 0 : (to[i] - from[i]) * (Statistics.Labels[i] == 1 ? 1 : -1);
            (best, worst) = (Math.Max(best, gain), Math.Min(worst, gain));
        }

        return best > small && worst >= -rounding * best;
    }

    private double Penalty(double[] x)
    {
        var sum = 0.0;
        for (var c = 0; c < Channels; c++)
            sum += x[c] * x[c];
        return L2 / 2 * sum;
    }

    private void Evaluate(int p, double[] w, double b, double[] margins, FeatureBuffer buffer)
    {
        Array.Clear(gradients[p]);
        losses[p] = 0;
        for (var first = partitions[p].First; first < partitions[p].End; first += Partitions.BlockRows)
        {
            cancellation.ThrowIfCancellationRequested();
            var block = Source.Read(first, (int)Math.Min(Partitions.BlockRows, partitions[p].End - first), buffer);
            if (block.IsHalf)
                Evaluate<Half, HalfLoader>(p, block.Halves, first, w, b, margins.AsSpan((int)first, block.Rows));
            else
                Evaluate<float, SingleLoader>(p, block.Singles, first, w, b, margins.AsSpan((int)first, block.Rows));
        }
    }

    private void Evaluate<T, TLoader>(int p, ReadOnlySpan<T> features, long first, double[] w, double b, Span<double> margins)
        where T : unmanaged
        where TLoader : IFeatureLoader<T>
    {
        var gradient = gradients[p].AsSpan(0, Channels);
        Span<double> errors = stackalloc double[RowKernels.Together];
        for (var i = 0; i < margins.Length; i += RowKernels.Together)
        {
            var group = margins.Slice(i, Math.Min(RowKernels.Together, margins.Length - i));
            var x = features.Slice(i * Channels, group.Length * Channels);
            if (group.Length == RowKernels.Together)
                RowKernels.Dot4<T, TLoader>(x, w, group);
            else
                for (var r = 0; r < group.Length; r++)
                    group[r] = RowKernels.Dot<T, TLoader>(x.Slice(r * Channels, Channels), w);

            for (var r = 0; r < group.Length; r++)
                errors[r] = Error(p, first + i + r, group[r] += b);

            if (group.Length == RowKernels.Together)
                RowKernels.Add4<T, TLoader>(x, errors, gradient);
            else
                for (var r = 0; r < group.Length; r++)
                    RowKernels.Add<T, TLoader>(x.Slice(r * Channels, Channels), errors[r], gradient);
        }
    }

    /// <summary>Takes up a row's loss, and returns its derivative by the margin.</summary>
    private double Error(int p, long row, double margin)
    {
        var (weight, label) = (Statistics.Weight(row), Statistics.Labels[row]);
        var error = weight * (Logistic.Sigmoid(margin) - label);
        losses[p] += weight * Logistic.Loss(margin, label);
        gradients[p][^1] += error;
        return error;
    }
}
