using StayPositive.Detector.Models;

namespace StayPositive.Detector.Evidence;

/// <summary>
/// The last layer of Stay-Positive (Rajan and Lee, ICML 2025): logit = w . z + b with w >= 0. It cannot hold a negative weight, so no feature can
/// argue for "real", and every evidence map is non-negative. Immutable and thread-safe.
/// </summary>
public sealed class NonNegativeHead
{
    private readonly float[] weights;

    /// <param name="version">Name of the model version.</param>
    /// <param name="weights">[C], finite and >= 0; copied.</param>
    /// <param name="bias">b, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative, or a number is not finite; the message says which.</exception>
    public NonNegativeHead(ModelVersion version, ReadOnlySpan<float> weights, float bias)
    {
        ArgumentNullException.ThrowIfNull(version);
        for (var c = 0; c < weights.Length; c++)
            if (!(weights[c] >= 0 && float.IsFinite(weights[c])))
                throw new ArgumentOutOfRangeException(nameof(weights), weights[c], $"Weight {c} is {weights[c]}; a non-negative head holds finite weights >= 0.");
        if (!float.IsFinite(bias))
            throw new ArgumentOutOfRangeException(nameof(bias), bias, $"The bias is {bias}; it must be finite.");

        Version = version;
        this.weights = weights.ToArray();
        Bias = bias;
    }

    /// <summary>Name of the model version.</summary>
    public ModelVersion Version { get; }

    /// <summary>C.</summary>
    public int Channels => weights.Length;

    /// <summary>w, [C], >= 0.</summary>
    public ReadOnlySpan<float> Weights => weights;

    /// <summary>b.</summary>
    public float Bias { get; }

    /// <summary>w . z + b, summed in double precision.</summary>
    /// <exception cref="ArgumentException">z has another number of channels.</exception>
    public float Logit(FeatureVector features)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (features.Channels != Channels)
            throw new ArgumentException($"The features have {features.Channels} channels, the head {Channels}.", nameof(features));

        return (float)(Evidence(features.Values) + Bias);
    }

    /// <summary>w . F >= 0 of one cell or of a mean of cells.</summary>
    internal double Evidence(ReadOnlySpan<float> features)
    {
        var sum = 0.0;
        for (var c = 0; c < weights.Length; c++)
            sum += (double)weights[c] * features[c];
        return sum;
    }
}
