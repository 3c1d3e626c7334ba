using System.Runtime.InteropServices;

namespace StayPositive.Solvers;

/// <summary>
/// Features like those of a ReLU network after global average pooling: sparse, non-negative, correlated through common factors, of very different sizes; some channels speak more often on
/// generated rows, some on real ones. A row is a function of seed and number.
/// </summary>
internal sealed class SyntheticFeatures
{
    private const int Factors = 24;
    private const int FactorsOfAChannel = 4;

    private readonly ulong seed;
    private readonly float[] offsets;
    private readonly float[] scales;
    private readonly float[] shifts;
    private readonly int[] factors;
    private readonly float[] loadings;

    public SyntheticFeatures(int channels, int seed)
    {
        (Channels, this.seed) = (channels, (ulong)seed);
        var random = new Random(seed);
        (offsets, scales, shifts) = (new float[channels], new float[channels], new float[channels]);
        (factors, loadings) = (new int[channels * FactorsOfAChannel], new float[channels * FactorsOfAChannel]);
        for (var c = 0; c < channels; c++)
        {
            offsets[c] = (float)(random.NextDouble() * 2 - 1.4);
            scales[c] = (float)Math.Exp(random.NextDouble() * 4 - 3);
            shifts[c] = random.NextDouble() < 0.15 ? (float)(random.NextDouble() - 0.5) * 0.5f : 0;
            for (var k = 0; k < FactorsOfAChannel; k++)
                (factors[c * FactorsOfAChannel + k], loadings[c * FactorsOfAChannel + k]) = (random.Next(Factors), (float)(random.NextDouble() - 0.4) * 0.8f);
        }
    }

    public int Channels { get; }

    /// <summary>0 or 1, as often.</summary>
    public static byte Label(long row) => (byte)(row % 2);

    /// <summary>Writes all rows to a file, float16, little-endian.</summary>
    public void Write(string path, int rows)
    {
        const int block = 4096;
        using var file = File.Create(path);
        for (var first = 0; first < rows; first += block)
        {
            var count = Math.Min(block, rows - first);
            var values = new Half[count * Channels];
            var start = first;
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i => Fill(start + i, values.AsSpan(i * Channels, Channels)));
            file.Write(MemoryMarshal.AsBytes<Half>(values));
        }
    }

    private void Fill(long row, Span<Half> target)
    {
        var state = seed * 0x9E3779B97F4A7C15 ^ (ulong)row * 0xD1B54A32D192ED03;
        Span<float> common = stackalloc float[Factors];
        foreach (ref var factor in common)
            factor = Normal(ref state);
        var sign = Label(row) == 1 ? 1 : -1;
        for (var c = 0; c < Channels; c++)
        {
            var value = offsets[c] + sign * shifts[c] + 0.7f * Normal(ref state);
            for (var k = c * FactorsOfAChannel; k < (c + 1) * FactorsOfAChannel; k++)
                value += loadings[k] * common[factors[k]];
            target[c] = (Half)(Math.Max(0, value) * scales[c]);
        }
    }

    /// <summary>Nearly normal: the sum of three uniform numbers out of one draw (SplitMix64).</summary>
    private static float Normal(ref ulong state)
    {
        const float unit = 1f / (1 << 21);
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        z ^= z >> 31;
        return 2 * (((z & 0x1FFFFF) + ((z >> 21) & 0x1FFFFF) + ((z >> 42) & 0x1FFFFF)) * unit - 1.5f);
    }
}
