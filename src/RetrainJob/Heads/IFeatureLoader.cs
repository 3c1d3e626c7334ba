using System.Runtime.Intrinsics;

namespace StayPositive.RetrainJob.Heads;

/// <summary>Widens stored features to float64, eight at a time. Implemented by structs, so that the kernels are compiled once for each kind of storage.</summary>
/// <typeparam name="T">What is stored.</typeparam>
internal interface IFeatureLoader<T>
    where T : unmanaged
{
    /// <summary>Eight features, exactly.</summary>
    static abstract (Vector256<double> Low, Vector256<double> High) Load(ref readonly T first);

    /// <summary>One feature, exactly.</summary>
    static abstract double One(T value);
}
