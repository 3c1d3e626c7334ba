namespace StayPositive.RetrainJob.Heads;

/// <summary>What a fit has to know about its rows beforehand: which class and weight each has, and the root mean square of each channel.</summary>
internal sealed class RowStatistics
{
    // A weight is about 1 / rms; beyond these it would lose digits as a float32.
    private const double SmallestRms = 1e-30;
    private const double LargestRms = 1e30;

    private readonly double[] factors;

    private RowStatistics(byte[] labels, float[] weights, double[] shares, double[] rms)
    {
        (Labels, Weights, Shares, Rms) = (labels, weights, shares, rms);
        var totals = new double[2];
        for (var i = 0; i < labels.Length; i++)
            totals[labels[i]] += weights[i];
        factors = [shares[0] / totals[0], shares[1] / totals[1]];
    }

    /// <summary>[rows], 0 = real, 1 = generated.</summary>
    public byte[] Labels { get; }

    /// <summary>[rows], as the source gives them.</summary>
    public float[] Weights { get; }

    /// <summary>Share of the whole weight that each class has in the objective; sums to 1.</summary>
    public double[] Shares { get; }

    /// <summary>[C], the weighted root mean square of each channel, 1 where all rows are zero.</summary>
    public double[] Rms { get; }

    /// <summary>Weight of a row in the objective; the weights of all rows sum to 1.</summary>
    public double Weight(long row) => Weights[row] * factors[Labels[row]];

    /// <summary>The same shares and scaling for a part of the rows.</summary>
    public RowStatistics ForSample(byte[] labels, float[] weights) => new(labels, weights, Shares, Rms);

    /// <summary>Reads all rows once.</summary>
    /// <exception cref="RefitRefusedException">The rows are not what rows should be.</exception>
    public static RowStatistics Of(IFeatureRows rows, RefitSettings settings, CancellationToken cancellation)
    {
        if (rows.Rows == 0)
            throw new RefitRefusedException(RefitRefusal.Empty, "There are no rows; a head needs real and generated ones.");

        var (labels, weights) = (new byte[rows.Rows], new float[rows.Rows]);
        var partitions = Partitions.Of(rows.Rows);
        var squares = new double[partitions.Length][];
        var refusals = new RefitRefusedException?[partitions.Length];
        void Read(int p, FeatureBuffer buffer)
        {
            squares[p] = new double[rows.Channels];
            for (var first = partitions[p].First; first < partitions[p].End && refusals[p] is null; first += Partitions.BlockRows)
            {
                cancellation.ThrowIfCancellationRequested();
                var block = rows.Read(first, (int)Math.Min(Partitions.BlockRows, partitions[p].End - first), buffer);
                block.Labels.CopyTo(labels.AsSpan((int)first));
                block.Weights.CopyTo(weights.AsSpan((int)first));
                refusals[p] = Add(block, first, rows.Channels, squares[p]);
            }
        }

        Partitions.Run(partitions.Length, settings.Threads, Read, cancellation);
        if (refusals.FirstOrDefault(refusal => refusal is not null) is { } refusal)
            throw refusal;

        var shares = ClassShares(labels, weights, settings.BalanceClasses, out var total);
        return new RowStatistics(labels, weights, shares, [.. Enumerable.Range(0, rows.Channels).Select(c => RootMeanSquare(squares.Sum(part => part[c]) / total, c))]);
    }

    private static RefitRefusedException? Add(FeatureBlock block, long first, int channels, double[] squares)
    {
        for (var i = 0; i < block.Rows; i++)
        {
            if (block.Labels[i] > 1)
                return new RefitRefusedException(RefitRefusal.BadRow, $"The label of row {first + i} is {block.Labels[i]}; it must be 0 (real) or 1 (generated).");
            if (!(block.Weights[i] >= 0 && float.IsFinite(block.Weights[i])))
                return new RefitRefusedException(RefitRefusal.BadRow, $"The weight of row {first + i} is {block.Weights[i]}; it must be finite and >= 0.");
            var bad = block.IsHalf ? FiniteCheck.FirstBad(block.Halves.Slice(i * channels, channels)) : FiniteCheck.FirstBad(block.Singles.Slice(i * channels, channels));
            if (bad >= 0)
                return new RefitRefusedException(RefitRefusal.BadRow, $"Feature {bad} of row {first + i} is not a finite number.");
            if (block.IsHalf)
                RowKernels.AddSquares<Half, HalfLoader>(block.Halves.Slice(i * channels, channels), block.Weights[i], squares);
            else
                RowKernels.AddSquares<float, SingleLoader>(block.Singles.Slice(i * channels, channels), block.Weights[i], squares);
        }

        return null;
    }

    private static double[] ClassShares(byte[] labels, float[] weights, bool balance, out double total)
    {
        var totals = new double[2];
        for (var i = 0; i < labels.Length; i++)
            totals[labels[i]] += weights[i];
        total = totals[0] + totals[1];
        if (total == 0)
            throw new RefitRefusedException(RefitRefusal.NoWeight, $"All {labels.Length} rows have a weight of 0.");
        if (totals[0] == 0 || totals[1] == 0)
            throw new RefitRefusedException(RefitRefusal.OneClass, $"All {labels.Length} rows that count are {(totals[1] == 0 ? "real" : "generated")}; a head needs real and generated rows.");
        return balance ? [0.5, 0.5] : [totals[0] / total, totals[1] / total];
    }

    private static double RootMeanSquare(double meanSquare, int channel)
    {
        if (meanSquare == 0)
            return 1;
        var rms = Math.Sqrt(meanSquare);
        return rms is >= SmallestRms and <= LargestRms
            ? rms
            : throw new RefitRefusedException(RefitRefusal.OutOfRange, $"Feature {channel} has a root mean square of {rms:E1}; from {SmallestRms:E0} to {LargestRms:E0} its weight is a float32.");
    }
}
