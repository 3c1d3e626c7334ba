namespace StayPositive.Detector.Evidence;

/// <summary>
/// e[i, j] = w . F[i, j] >= 0 for every cell of 8 x 8 pixels, in logit units. mean(e) + b is the image's logit: the map is the score, not an
/// explanation made afterwards. Immutable.
/// </summary>
public sealed class EvidenceMap
{
    private readonly float[] values;

    /// <param name="width">Cells across.</param>
    /// <param name="height">Cells down.</param>
    /// <param name="values">[height, width], finite and >= 0; taken over, not copied.</param>
    /// <exception cref="ArgumentException">The number of values does not fit, or one is negative or not finite.</exception>
    internal EvidenceMap(int width, int height, float[] values)
    {
        if (values.Length != width * height)
            throw new ArgumentException($"{values.Length} values do not fill {width} x {height} cells.", nameof(values));
        foreach (var value in values)
            if (!(value >= 0 && float.IsFinite(value)))
                throw new ArgumentException($"A cell's evidence is {value}; evidence is finite and >= 0.", nameof(values));

        (Width, Height, this.values) = (width, height, values);
    }

    /// <summary>Cells across: ceil(image width / 8).</summary>
    public int Width { get; }

    /// <summary>Cells down: ceil(image height / 8).</summary>
    public int Height { get; }

    /// <summary>[Height, Width], row by row.</summary>
    public ReadOnlySpan<float> Values => values;

    /// <summary>Evidence of a cell.</summary>
    public float this[int row, int column] => values[row * Width + column];

    /// <summary>Mean over all cells, summed in double precision.</summary>
    public double Mean
    {
        get
        {
            var sum = 0.0;
            foreach (var value in values)
                sum += value;
            return sum / values.Length;
        }
    }

    /// <summary>Largest cell.</summary>
    public float Max => values.Max();
}
