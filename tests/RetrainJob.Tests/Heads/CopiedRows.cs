using StayPositive.RetrainJob.Heads;

namespace StayPositive.RetrainJob.Tests.Heads;

/// <summary>Rows that come through the reader's buffer, as those of a source that unpacks them do.</summary>
internal sealed class CopiedRows(IFeatureRows source) : IFeatureRows
{
    private readonly FeatureBuffer inner = new();
    private readonly Lock gate = new();

    public int Channels => source.Channels;

    public long Rows => source.Rows;

    public FeatureBlock Read(long first, int count, FeatureBuffer buffer)
    {
        var features = buffer.Singles(count * Channels);
        var labels = buffer.Labels(count);
        var weights = buffer.Weights(count);
        lock (gate)
        {
            var block = source.Read(first, count, inner);
            block.Singles.CopyTo(features);
            block.Labels.CopyTo(labels);
            block.Weights.CopyTo(weights);
        }

        return new FeatureBlock(features, labels, weights);
    }
}
