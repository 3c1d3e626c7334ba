using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace StayPositive.RetrainJob.Heads;

/// <summary>Finds NaN and infinity among stored features, by the bits of their exponents.</summary>
internal static class FiniteCheck
{
    /// <summary>Place of the first that is not finite, or -1.</summary>
    public static int FirstBad(ReadOnlySpan<Half> values) => FirstBad(MemoryMarshal.Cast<Half, short>(values), (short)0x7C00);

    /// <summary>Place of the first that is not finite, or -1.</summary>
    public static int FirstBad(ReadOnlySpan<float> values) => FirstBad(MemoryMarshal.Cast<float, int>(values), 0x7F800000);

    private static int FirstBad<T>(ReadOnlySpan<T> bits, T exponent)
        where T : unmanaged, IBinaryInteger<T>
    {
        var mask = Vector256.Create(exponent);
        var bad = Vector256<T>.Zero;
        var k = 0;
        for (; k <= bits.Length - Vector256<T>.Count; k += Vector256<T>.Count)
            bad |= Vector256.Equals(Vector256.Create(bits[k..]) & mask, mask);
        for (var i = bad == Vector256<T>.Zero ? k : 0; i < bits.Length; i++)
            if ((bits[i] & exponent) == exponent)
                return i;
        return -1;
    }
}
