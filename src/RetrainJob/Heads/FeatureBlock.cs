namespace StayPositive.RetrainJob.Heads;

/// <summary>Some rows of features, row-major, as float16 or as float32, with their labels and weights.</summary>
internal readonly ref struct FeatureBlock
{
    /// <summary>Rows as float16.</summary>
    /// <param name="features">[rows, C].</param>
    /// <param name="labels">[rows], 0 = real, 1 = generated.</param>
    /// <param name="weights">[rows], finite and >= 0; 1 for a row that counts once.</param>
    public FeatureBlock(ReadOnlySpan<Half> features, ReadOnlySpan<byte> labels, ReadOnlySpan<float> weights)
    {
        Halves = features;
        Labels = labels;
        Weights = weights;
    }

    /// <summary>Rows as float32.</summary>
    /// <param name="features">[rows, C].</param>
    /// <param name="labels">[rows], 0 = real, 1 = generated.</param>
    /// <param name="weights">[rows], finite and >= 0; 1 for a row that counts once.</param>
    public FeatureBlock(ReadOnlySpan<float> features, ReadOnlySpan<byte> labels, ReadOnlySpan<float> weights)
    {
        Singles = features;
        Labels = labels;
        Weights = weights;
    }

    /// <summary>[rows, C], or empty when the source holds float32.</summary>
    public ReadOnlySpan<Half> Halves { get; }

    /// <summary>[rows, C], or empty when the source holds float16.</summary>
    public ReadOnlySpan<float> Singles { get; }

    /// <summary>[rows], 0 = real, 1 = generated.</summary>
    public ReadOnlySpan<byte> Labels { get; }

    /// <summary>[rows], finite and >= 0.</summary>
    public ReadOnlySpan<float> Weights { get; }

    /// <summary>Number of rows.</summary>
    public int Rows => Labels.Length;

    /// <summary>True for float16.</summary>
    public bool IsHalf => !Halves.IsEmpty;
}
