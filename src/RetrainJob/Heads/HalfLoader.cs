using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StayPositive.RetrainJob.Heads;

/// <summary>
/// Finite float16 to float64. The bits, moved to their places in a float32, are the number divided by 2^112 (the biases of the exponents differ by 112), subnormal numbers included;
/// both steps are exact. .NET has no intrinsic for the processor's own conversion.
/// </summary>
internal readonly struct HalfLoader : IFeatureLoader<Half>
{
    private const int MantissaShift = 13;
    private const uint SignAndMagnitude = 0x8FFFE000;
    private const float Rebias = 5192296858534827628530496329220096f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<double> Low, Vector256<double> High) Load(ref readonly Half first)
    {
        var bits = Vector128.LoadUnsafe(in Unsafe.As<Half, short>(ref Unsafe.AsRef(in first)));
        var moved = (Vector256.WidenLower(bits.ToVector256Unsafe()) << MantissaShift).AsUInt32() & Vector256.Create(SignAndMagnitude);
        return Vector256.Widen(moved.AsSingle() * Rebias);
    }

    public static double One(Half value) => (double)value;
}
