using StayPositive.RetrainJob.Heads;

namespace StayPositive.RetrainJob.Tests.Heads;

/// <summary>Sparse non-negative features as arrays that a test can turn round; the even channels are stronger in generated rows, the odd ones in real rows.</summary>
internal sealed record SyntheticRows(int Channels, float[] Features, byte[] Labels, float[] Weights)
{
    public int Count => Labels.Length;

    public static SyntheticRows Make(int seed, int rows, int channels)
    {
        var random = new Random(seed);
        var labels = Enumerable.Range(0, rows).Select(i => (byte)(i % 2)).ToArray();
        var features = new float[rows * channels];
        for (var i = 0; i < features.Length; i++)
        {
            var shift = (labels[i / channels] == 1) == (i % channels % 2 == 0) ? 0.4 : 0;
            features[i] = (float)(Half)Math.Max(0, random.NextDouble() * 2 - 1 + shift);
        }

        return new SyntheticRows(channels, features, labels, [.. Enumerable.Repeat(1f, rows)]);
    }

    public MemoryRows ToRows() => new(Channels, Features, Labels, Weights);

    public MemoryRows ToHalfRows() => new(Channels, Array.ConvertAll(Features, x => (Half)x), Labels, Weights);

    /// <summary>The rows with these numbers, in this order.</summary>
    public SyntheticRows Take(IReadOnlyList<int> numbers) => new(
        Channels,
        [.. numbers.SelectMany(i => Features.Skip(i * Channels).Take(Channels))],
        [.. numbers.Select(i => Labels[i])],
        [.. numbers.Select(i => Weights[i])]);

    /// <summary>w . x + b of every row, in float64.</summary>
    public double[] Logits(HeadFit fit) =>
        [.. Enumerable.Range(0, Count).Select(i => Enumerable.Range(0, Channels).Sum(c => (double)fit.Weights[c] * Features[i * Channels + c]) + fit.Bias)];
}
