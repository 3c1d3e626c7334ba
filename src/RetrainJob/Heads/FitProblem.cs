using System.Numerics.Tensors;
using StayPositive.RetrainJob.Training;

namespace StayPositive.RetrainJob.Heads;

/// <summary>
/// Weighted mean logistic loss + L2/2 ||v||^2 over features scaled to unit root mean square (never centred: a zero must stay a zero).
/// Both classes carry half of the weight. The weights on the unscaled features are w = v / rms.
/// </summary>
internal sealed class FitProblem
{
    private readonly double[] features;
    private readonly double[] labels;
    private readonly double[] weights;
    private readonly double[] rms;

    /// <exception cref="ArgumentException">The table holds one class only, or a value that is not finite.</exception>
    public FitProblem(FeatureTable table)
    {
        Channels = table.Channels;
        Rows = table.Rows;
        labels = table.Kinds.Select(kind => kind == RowKind.Fake ? 1.0 : 0.0).ToArray();
        var fakes = labels.Sum();
        if (fakes == 0 || fakes == Rows)
            throw new ArgumentException($"All {Rows} rows are of one class; a head needs real and generated rows.", nameof(table));

        weights = labels.Select(label => 0.5 / (label == 1 ? fakes : Rows - fakes)).ToArray();
        rms = new double[Channels];
        for (var i = 0; i < Rows; i++)
            for (var c = 0; c < Channels; c++)
                rms[c] += (double)table.Row(i)[c] * table.Row(i)[c] / Rows;
        for (var c = 0; c < Channels; c++)
        {
            if (!double.IsFinite(rms[c]))
                throw new ArgumentException($"Feature {c} is not finite in some row.", nameof(table));
            rms[c] = rms[c] > 0 ? Math.Sqrt(rms[c]) : 1;
        }

        features = new double[(long)Rows * Channels];
        for (var i = 0; i < Rows; i++)
            for (var c = 0; c < Channels; c++)
                features[i * Channels + c] = table.Row(i)[c] / rms[c];
    }

    public int Channels { get; }

    public int Rows { get; }

    /// <summary>Weights on the unscaled features.</summary>
    public float[] Unscale(ReadOnlySpan<double> v)
    {
        var w = new float[Channels];
        for (var c = 0; c < Channels; c++)
            w[c] = (float)(v[c] / rms[c]);
        return w;
    }

    /// <summary>Objective at (v, b).</summary>
    public double Value(double[] v, double b, double l2)
    {
        var parts = new double[Rows];
        Parallel.For(0, Rows, i =>
        {
            var margin = Margin(i, v, b);
            parts[i] = weights[i] * (Math.Max(margin, 0) - labels[i] * margin + Math.Log(1 + Math.Exp(-Math.Abs(margin))));
        });
        return parts.Sum() + l2 / 2 * TensorPrimitives.Dot<double>(v, v);
    }

    /// <summary>Gradient [C + 1] (bias last) and, if asked for, the Hessian's lower triangle [C + 1, C + 1].</summary>
    public void Derivatives(double[] v, double b, double l2, double[] gradient, double[,]? hessian)
    {
        const int blocks = 16;
        var n = Channels + 1;
        var gradients = new double[blocks][];
        var hessians = new double[blocks][];
        Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, block =>
        {
            var g = gradients[block] = new double[n];
            var h = hessians[block] = hessian is null ? [] : new double[n * n];
            var x = new double[n];
            x[Channels] = 1;
            for (var i = (int)((long)Rows * block / blocks); i < (int)((long)Rows * (block + 1) / blocks); i++)
            {
                var p = 1 / (1 + Math.Exp(-Margin(i, v, b)));
                features.AsSpan(i * Channels, Channels).CopyTo(x);
                TensorPrimitives.MultiplyAdd(x, weights[i] * (p - labels[i]), g, g);
                if (hessian is null)
                    continue;
                var curvature = weights[i] * p * (1 - p);
                for (var r = 0; r < n; r++)
                    if (x[r] != 0)
                        TensorPrimitives.MultiplyAdd(x.AsSpan(0, r + 1), curvature * x[r], h.AsSpan(r * n, r + 1), h.AsSpan(r * n, r + 1));
            }
        });
        for (var r = 0; r < n; r++)
        {
            gradient[r] = gradients.Sum(g => g[r]) + (r < Channels ? l2 * v[r] : 0);
            for (var c = 0; hessian is not null && c <= r; c++)
                hessian[r, c] = hessians.Sum(h => h[r * n + c]) + (r == c && r < Channels ? l2 : 0);
        }
    }

    private double Margin(int i, double[] v, double b) => TensorPrimitives.Dot<double>(features.AsSpan(i * Channels, Channels), v) + b;
}
