using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace StayPositive.Storage.Shards;

/// <summary>
/// Dot product of float16 features with float32 weights, in float32. The bits of a finite, non-negative float16, moved to their places in a float32, are the number divided by 2^112 (the biases of
/// the exponents differ by 112), subnormal numbers included; .NET has no intrinsic for the processor's own conversion.
/// </summary>
internal static class HalfDot
{
    private const int MantissaShift = 13;
    private const float Rebias = 5192296858534827628530496329220096f; // 2^112

    /// <param name="values">[C], finite and >= 0.</param>
    /// <param name="weights">[C].</param>
    public static float Of(ReadOnlySpan<Half> values, ReadOnlySpan<float> weights)
    {
        const int step = 16;
        var bits = MemoryMarshal.Cast<Half, ushort>(values);
        var (even, odd) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var rebias = Vector256.Create(Rebias);
        var n = 0;
        for (; n <= bits.Length - step; n += step)
        {
            var (low, high) = Vector256.Widen(Vector256.Create(bits[n..]));
            even = Vector256.FusedMultiplyAdd((low << MantissaShift).AsSingle() * rebias, Vector256.Create(weights[n..]), even);
            odd = Vector256.FusedMultiplyAdd((high << MantissaShift).AsSingle() * rebias, Vector256.Create(weights[(n + step / 2)..]), odd);
        }

        var sum = Vector256.Sum(even + odd);
        for (; n < bits.Length; n++)
            sum += (float)values[n] * weights[n];
        return sum;
    }
}
