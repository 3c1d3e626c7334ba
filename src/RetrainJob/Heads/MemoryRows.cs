namespace StayPositive.RetrainJob.Heads;

/// <summary>Rows in memory. The arrays are used as they are, not copied.</summary>
internal sealed class MemoryRows : IFeatureRows
{
    private readonly Half[] halves;
    private readonly float[] singles;
    private readonly byte[] labels;
    private readonly float[] weights;

    /// <param name="channels">C.</param>
    /// <param name="features">[rows, C], row-major.</param>
    /// <param name="labels">[rows], 0 = real, 1 = generated.</param>
    /// <param name="weights">[rows]; null = 1 each.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    public MemoryRows(int channels, float[] features, byte[] labels, float[]? weights = null)
        : this(channels, [], features, labels, weights)
    {
    }

    /// <inheritdoc cref="MemoryRows(int, float[], byte[], float[])"/>
    public MemoryRows(int channels, Half[] features, byte[] labels, float[]? weights = null)
        : this(channels, features, [], labels, weights)
    {
    }

    private MemoryRows(int channels, Half[] halves, float[] singles, byte[] labels, float[]? weights)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        this.weights = weights ?? Ones(labels.Length);
        if (halves.Length + (long)singles.Length != (long)labels.Length * channels || this.weights.Length != labels.Length)
            throw new ArgumentException($"{halves.Length + (long)singles.Length} features and {this.weights.Length} weights for {labels.Length} labels of {channels} channels.");

        Channels = channels;
        this.halves = halves;
        this.singles = singles;
        this.labels = labels;
    }

    public int Channels { get; }

    public long Rows => labels.Length;

    public FeatureBlock Read(long first, int count, FeatureBuffer buffer)
    {
        var (row, start, length) = ((int)first, checked((int)(first * Channels)), count * Channels);
        return halves.Length > 0
            ? new FeatureBlock(halves.AsSpan(start, length), labels.AsSpan(row, count), weights.AsSpan(row, count))
            : new FeatureBlock(singles.AsSpan(start, length), labels.AsSpan(row, count), weights.AsSpan(row, count));
    }

    private static float[] Ones(int rows)
    {
        var ones = new float[rows];
        Array.Fill(ones, 1);
        return ones;
    }
}
