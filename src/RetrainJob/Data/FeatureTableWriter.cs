using System.Runtime.InteropServices;
using StayPositive.Detector.Evidence;

namespace StayPositive.RetrainJob.Data;

/// <summary>Writes a <see cref="FeatureTableFile"/> row by row.</summary>
/// <param name="path">A file that is made anew.</param>
/// <param name="channels">Features a row.</param>
internal sealed class FeatureTableWriter(string path, int channels) : IDisposable
{
    private const float LargestHalf = 65504;

    private readonly FileStream stream = new(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 1 << 20);
    private readonly List<float> scales = [];
    private readonly Half[] halves = new Half[channels];

    /// <summary>Adds a row; returns its number.</summary>
    /// <param name="stored">[C] as float16, little-endian.</param>
    /// <param name="scale">What they are multiplied with.</param>
    /// <exception cref="InvalidDataException">The row has another number of features.</exception>
    public int Add(ReadOnlySpan<byte> stored, float scale)
    {
        if (stored.Length != channels * 2)
            throw new InvalidDataException($"A row has {stored.Length / 2} features; the backbone has {channels}.");
        stream.Write(stored);
        scales.Add(scale);
        return scales.Count - 1;
    }

    /// <summary>Adds a row; null for none. Features beyond float16 are divided by a power of two.</summary>
    /// <exception cref="InvalidDataException">The row has another number of features.</exception>
    public int? Add(FeatureVector? features)
    {
        if (features is null)
            return null;
        if (features.Channels != channels)
            throw new InvalidDataException($"A row has {features.Channels} features; the backbone has {channels}.");
        var scale = 1f;
        foreach (var value in features.Values)
            while (value / scale > LargestHalf)
                scale *= 2;
        for (var c = 0; c < channels; c++)
            halves[c] = (Half)(features.Values[c] / scale);
        return Add(MemoryMarshal.AsBytes<Half>(halves), scale);
    }

    /// <summary>The table; the writer is done.</summary>
    public FeatureTableFile Finish()
    {
        stream.Dispose();
        return FeatureTableFile.Open(path, channels, [.. scales]);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => stream.Dispose();
}
