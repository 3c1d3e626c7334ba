namespace StayPositive.Detector.Evidence;

/// <summary>Mean features of a whole image or of a part of it: z [C], finite and >= 0, because the backbone ends in a ReLU. Immutable.</summary>
public sealed class FeatureVector
{
    private readonly float[] values;

    /// <param name="values">[C]; copied.</param>
    /// <exception cref="ArgumentException">A value is negative or not finite.</exception>
    public FeatureVector(ReadOnlySpan<float> values)
    {
        for (var c = 0; c < values.Length; c++)
            if (!(values[c] >= 0 && float.IsFinite(values[c])))
                throw new ArgumentException($"Feature {c} is {values[c]}; features are finite and >= 0.", nameof(values));
        this.values = values.ToArray();
    }

    /// <summary>C.</summary>
    public int Channels => values.Length;

    /// <summary>[C].</summary>
    public ReadOnlySpan<float> Values => values;
}
