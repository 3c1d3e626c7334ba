using System.Runtime.Intrinsics;

namespace StayPositive.RetrainJob.Heads;

/// <summary>float32 to float64.</summary>
internal readonly struct SingleLoader : IFeatureLoader<float>
{
    public static (Vector256<double> Low, Vector256<double> High) Load(ref readonly float first) => Vector256.Widen(Vector256.LoadUnsafe(in first));

    public static double One(float value) => value;
}
