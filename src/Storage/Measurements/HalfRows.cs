using System.Buffers.Binary;
using StayPositive.Detector.Evidence;

namespace StayPositive.Storage.Measurements;

/// <summary>
/// Rows of features as float16, little-endian, one behind the other. A value comes back within 2^-11 of itself, or within 2^-25 x scale below 2^-14 x scale. Where the largest is beyond
/// float16 (65,504), all are divided by a power of two, which costs nothing of that precision.
/// </summary>
internal static class HalfRows
{
    private const float Largest = 65504;

    /// <summary>The bytes, and the scale to read them with.</summary>
    public static (byte[] Bytes, float Scale) Write(IReadOnlyList<FeatureVector> rows)
    {
        var largest = 0f;
        foreach (var row in rows)
            foreach (var value in row.Values)
                largest = Math.Max(largest, value);
        var scale = 1f;
        while (largest / scale > Largest)
            scale *= 2;

        var channels = rows[0].Channels;
        var bytes = new byte[rows.Count * channels * 2];
        for (var r = 0; r < rows.Count; r++)
            for (var c = 0; c < channels; c++)
                BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan((r * channels + c) * 2), (Half)(rows[r].Values[c] / scale));
        return (bytes, scale);
    }

    /// <summary>One row.</summary>
    public static FeatureVector Read(ReadOnlySpan<byte> bytes, int row, int channels, float scale)
    {
        var values = new float[channels];
        for (var c = 0; c < channels; c++)
            values[c] = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[((row * channels + c) * 2)..]) * scale;
        return new FeatureVector(values);
    }
}
