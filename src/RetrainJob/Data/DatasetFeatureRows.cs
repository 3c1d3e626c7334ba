using StayPositive.RetrainJob.Heads;

namespace StayPositive.RetrainJob.Data;

/// <summary>Chosen rows of a dataset as a solver reads them: float16 as they are stored; float32 when a feature is beyond float16.</summary>
internal sealed class DatasetFeatureRows : IFeatureRows
{
    private readonly FeatureTableFile features;
    private readonly int[] rows;
    private readonly byte[] labels;
    private readonly float[] weights;
    private readonly bool scaled;

    /// <param name="dataset">Outlives this.</param>
    /// <param name="chosen">Which rows, e.g. <c>row => row.Trains</c>.</param>
    public DatasetFeatureRows(Dataset dataset, Func<LabelledRow, bool> chosen)
    {
        var list = dataset.Rows.Where(chosen).ToArray();
        features = dataset.Features;
        rows = [.. list.Select(row => row.Feature)];
        labels = [.. list.Select(row => (byte)(row.Generated ? 1 : 0))];
        weights = [.. list.Select(row => (float)row.Weight)];
        scaled = rows.Any(row => features.Scale(row) != 1);
    }

    /// <inheritdoc/>
    public int Channels => features.Channels;

    /// <inheritdoc/>
    public long Rows => rows.Length;

    /// <inheritdoc/>
    public FeatureBlock Read(long first, int count, FeatureBuffer buffer)
    {
        var from = checked((int)first);
        if (!scaled && rows[from + count - 1] - rows[from] == count - 1 && IsRun(from, count))
            return new FeatureBlock(features.Stored(rows[from], count), labels.AsSpan(from, count), weights.AsSpan(from, count));
        return scaled ? Scaled(from, count, buffer.Singles(count * Channels)) : Gathered(from, count, buffer.Halves(count * Channels));
    }

    private FeatureBlock Gathered(int from, int count, Span<Half> values)
    {
        for (var n = 0; n < count; n++)
            features.Stored(rows[from + n]).CopyTo(values[(n * Channels)..]);
        return new FeatureBlock(values, labels.AsSpan(from, count), weights.AsSpan(from, count));
    }

    private FeatureBlock Scaled(int from, int count, Span<float> values)
    {
        for (var n = 0; n < count; n++)
            features.Read(rows[from + n], values.Slice(n * Channels, Channels));
        return new FeatureBlock(values, labels.AsSpan(from, count), weights.AsSpan(from, count));
    }

    /// <summary>Neighbours in the table as they are here: nothing need be copied.</summary>
    private bool IsRun(int from, int count)
    {
        for (var n = 1; n < count; n++)
            if (rows[from + n] != rows[from] + n)
                return false;
        return true;
    }
}
