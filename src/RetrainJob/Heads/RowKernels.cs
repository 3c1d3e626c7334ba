using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace StayPositive.RetrainJob.Heads;

/// <summary>
/// The two products that a pass over rows needs, in float64: rows times weights, and errors times rows. Four rows at a time share the loads of the other side. A row's sum has the same
/// order of additions however the rows are grouped.
/// </summary>
internal static class RowKernels
{
    /// <summary>Rows taken together.</summary>
    public const int Together = 4;

    private const int Lanes = 8;

    /// <summary>x . w of <see cref="Together"/> rows.</summary>
    /// <param name="rows">[4, C].</param>
    /// <param name="w">[C].</param>
    /// <param name="sums">[4], written.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dot4<T, TLoader>(ReadOnlySpan<T> rows, ReadOnlySpan<double> w, Span<double> sums)
        where T : unmanaged
        where TLoader : IFeatureLoader<T>
    {
        var c = w.Length;
        ref var x0 = ref MemoryMarshal.GetReference(rows);
        ref var x1 = ref Unsafe.Add(ref x0, c);
        ref var x2 = ref Unsafe.Add(ref x1, c);
        ref var x3 = ref Unsafe.Add(ref x2, c);
        ref var weights = ref MemoryMarshal.GetReference(w);
        Vector256<double> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        var k = 0;
        for (; k <= c - Lanes; k += Lanes)
        {
            var low = Vector256.LoadUnsafe(ref weights, (nuint)k);
            var high = Vector256.LoadUnsafe(ref weights, (nuint)k + 4);
            var (l, h) = TLoader.Load(ref Unsafe.Add(ref x0, k));
            (a0, b0) = (Vector256.FusedMultiplyAdd(l, low, a0), Vector256.FusedMultiplyAdd(h, high, b0));
            (l, h) = TLoader.Load(ref Unsafe.Add(ref x1, k));
            (a1, b1) = (Vector256.FusedMultiplyAdd(l, low, a1), Vector256.FusedMultiplyAdd(h, high, b1));
            (l, h) = TLoader.Load(ref Unsafe.Add(ref x2, k));
            (a2, b2) = (Vector256.FusedMultiplyAdd(l, low, a2), Vector256.FusedMultiplyAdd(h, high, b2));
            (l, h) = TLoader.Load(ref Unsafe.Add(ref x3, k));
            (a3, b3) = (Vector256.FusedMultiplyAdd(l, low, a3), Vector256.FusedMultiplyAdd(h, high, b3));
        }

        sums[0] = Tail<T, TLoader>(rows, w, k, Vector256.Sum(a0 + b0));
        sums[1] = Tail<T, TLoader>(rows[c..], w, k, Vector256.Sum(a1 + b1));
        sums[2] = Tail<T, TLoader>(rows[(2 * c)..], w, k, Vector256.Sum(a2 + b2));
        sums[3] = Tail<T, TLoader>(rows[(3 * c)..], w, k, Vector256.Sum(a3 + b3));
    }

    /// <summary>x . w of one row.</summary>
    public static double Dot<T, TLoader>(ReadOnlySpan<T> row, ReadOnlySpan<double> w)
        where T : unmanaged
        where TLoader : IFeatureLoader<T>
    {
        Vector256<double> a = default, b = default;
        var k = 0;
        for (; k <= w.Length - Lanes; k += Lanes)
        {
            var (l, h) = TLoader.Load(in row[k]);
            a = Vector256.FusedMultiplyAdd(l, Vector256.Create(w[k..]), a);
            b = Vector256.FusedMultiplyAdd(h, Vector256.Create(w[(k + 4)..]), b);
        }

        return Tail<T, TLoader>(row, w, k, Vector256.Sum(a + b));
    }

    /// <summary>Adds e0 x0 + e1 x1 + e2 x2 + e3 x3, in this order.</summary>
    /// <param name="rows">[4, C].</param>
    /// <param name="errors">[4].</param>
    /// <param name="sums">[C], added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add4<T, TLoader>(ReadOnlySpan<T> rows, ReadOnlySpan<double> errors, Span<double> sums)
        where T : unmanaged
        where TLoader : IFeatureLoader<T>
    {
        var c = sums.Length;
        ref var x0 = ref MemoryMarshal.GetReference(rows);
        ref var x1 = ref Unsafe.Add(ref x0, c);
        ref var x2 = ref Unsafe.Add(ref x1, c);
        ref var x3 = ref Unsafe.Add(ref x2, c);
        ref var target = ref MemoryMarshal.GetReference(sums);
        var (e0, e1, e2, e3) = (Vector256.Create(errors[0]), Vector256.Create(errors[1]), Vector256.Create(errors[2]), Vector256.Create(errors[3]));
        var k = 0;
        for (; k <= c - Lanes; k += Lanes)
        {
            var low = Vector256.LoadUnsafe(ref target, (nuint)k);
            var high = Vector256.LoadUnsafe(ref target, (nuint)k + 4);
            var (l, h) = TLoader.Load(ref Unsafe.Add(ref x0, k));
            (low, high) = (Vector256.FusedMultiplyAdd(l, e0, low), Vector256.FusedMultiplyAdd(h, e0, high));
            (l, h) = TLoader.Load(ref Unsafe.Add(ref x1, k));
            (low, high) = (Vector256.FusedMultiplyAdd(l, e1, low), Vector256.FusedMultiplyAdd(h, e1, high));
            (l, h) = TLoader.Load(ref Unsafe.Add(ref x2, k));
            (low, high) = (Vector256.FusedMultiplyAdd(l, e2, low), Vector256.FusedMultiplyAdd(h, e2, high));
            (l, h) = TLoader.Load(ref Unsafe.Add(ref x3, k));
            (low, high) = (Vector256.FusedMultiplyAdd(l, e3, low), Vector256.FusedMultiplyAdd(h, e3, high));
            low.StoreUnsafe(ref target, (nuint)k);
            high.StoreUnsafe(ref target, (nuint)k + 4);
        }

        for (var r = 0; r < Together; r++)
            AddTail<T, TLoader>(rows.Slice(r * c, c), errors[r], sums, k);
    }

    /// <summary>Adds e x of one row.</summary>
    public static void Add<T, TLoader>(ReadOnlySpan<T> row, double error, Span<double> sums)
        where T : unmanaged
        where TLoader : IFeatureLoader<T>
    {
        var k = 0;
        for (; k <= sums.Length - Lanes; k += Lanes)
        {
            var (l, h) = TLoader.Load(in row[k]);
            Vector256.FusedMultiplyAdd(l, Vector256.Create(error), Vector256.Create<double>(sums[k..])).CopyTo(sums[k..]);
            Vector256.FusedMultiplyAdd(h, Vector256.Create(error), Vector256.Create<double>(sums[(k + 4)..])).CopyTo(sums[(k + 4)..]);
        }

        AddTail<T, TLoader>(row, error, sums, k);
    }

    /// <summary>Adds weight x x^2 of one row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddSquares<T, TLoader>(ReadOnlySpan<T> row, double weight, Span<double> sums)
        where T : unmanaged
        where TLoader : IFeatureLoader<T>
    {
        var k = 0;
        for (; k <= sums.Length - Lanes; k += Lanes)
        {
            var (l, h) = TLoader.Load(in row[k]);
            Vector256.FusedMultiplyAdd(l * l, Vector256.Create(weight), Vector256.Create<double>(sums[k..])).CopyTo(sums[k..]);
            Vector256.FusedMultiplyAdd(h * h, Vector256.Create(weight), Vector256.Create<double>(sums[(k + 4)..])).CopyTo(sums[(k + 4)..]);
        }

        for (; k < sums.Length; k++)
        {
            var x = TLoader.One(row[k]);
            sums[k] = Math.FusedMultiplyAdd(x * x, weight, sums[k]);
        }
    }

    private static double Tail<T, TLoader>(ReadOnlySpan<T> row, ReadOnlySpan<double> w, int k, double sum)
        where T : unmanaged
        where TLoader : IFeatureLoader<T>
    {
        for (; k < w.Length; k++)
            sum = Math.FusedMultiplyAdd(TLoader.One(row[k]), w[k], sum);
        return sum;
    }

    private static void AddTail<T, TLoader>(ReadOnlySpan<T> row, double error, Span<double> sums, int k)
        where T : unmanaged
        where TLoader : IFeatureLoader<T>
    {
        for (; k < sums.Length; k++)
            sums[k] = Math.FusedMultiplyAdd(TLoader.One(row[k]), error, sums[k]);
    }
}
