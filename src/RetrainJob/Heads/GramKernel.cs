using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace StayPositive.RetrainJob.Heads;

/// <summary>The inner loop of A'A: products of two panels of columns, float32, added to float64 once for a block of rows.</summary>
internal static class GramKernel
{
    /// <summary>Columns of a panel: three registers of eight.</summary>
    public const int Width = 24;

    /// <summary>Rows of a block at most; their float32 sums lose no more than a Newton direction can bear.</summary>
    public const int BlockRows = 256;

    private const int Tile = 4;

    /// <summary>c += a'b.</summary>
    /// <param name="a">[rows, <see cref="Width"/>].</param>
    /// <param name="b">[rows, <see cref="Width"/>].</param>
    /// <param name="c">[<see cref="Width"/>, <see cref="Width"/>].</param>
    public static void Add(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<double> c)
    {
        for (var i = 0; i < Width; i += Tile)
            AddTile(a, b, i, c.Slice(i * Width, Tile * Width));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTile(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int i, Span<double> c)
    {
        Vector256<float> c00 = default, c01 = default, c02 = default, c10 = default, c11 = default, c12 = default;
        Vector256<float> c20 = default, c21 = default, c22 = default, c30 = default, c31 = default, c32 = default;
        ref var left = ref Unsafe.Add(ref MemoryMarshal.GetReference(a), i);
        ref var right = ref MemoryMarshal.GetReference(b);
        ref var end = ref Unsafe.Add(ref right, b.Length);
        while (Unsafe.IsAddressLessThan(ref right, ref end))
        {
            var b0 = Vector256.LoadUnsafe(ref right);
            var b1 = Vector256.LoadUnsafe(ref right, 8);
            var b2 = Vector256.LoadUnsafe(ref right, 16);
            var x = Vector256.Create(left);
            (c00, c01, c02) = (Vector256.FusedMultiplyAdd(x, b0, c00), Vector256.FusedMultiplyAdd(x, b1, c01), Vector256.FusedMultiplyAdd(x, b2, c02));
            x = Vector256.Create(Unsafe.Add(ref left, 1));
            (c10, c11, c12) = (Vector256.FusedMultiplyAdd(x, b0, c10), Vector256.FusedMultiplyAdd(x, b1, c11), Vector256.FusedMultiplyAdd(x, b2, c12));
            x = Vector256.Create(Unsafe.Add(ref left, 2));
            (c20, c21, c22) = (Vector256.FusedMultiplyAdd(x, b0, c20), Vector256.FusedMultiplyAdd(x, b1, c21), Vector256.FusedMultiplyAdd(x, b2, c22));
            x = Vector256.Create(Unsafe.Add(ref left, 3));
            (c30, c31, c32) = (Vector256.FusedMultiplyAdd(x, b0, c30), Vector256.FusedMultiplyAdd(x, b1, c31), Vector256.FusedMultiplyAdd(x, b2, c32));
            left = ref Unsafe.Add(ref left, Width);
            right = ref Unsafe.Add(ref right, Width);
        }

        AddRow(c00, c01, c02, c);
        AddRow(c10, c11, c12, c[Width..]);
        AddRow(c20, c21, c22, c[(2 * Width)..]);
        AddRow(c30, c31, c32, c[(3 * Width)..]);
    }

    private static void AddRow(Vector256<float> first, Vector256<float> second, Vector256<float> third, Span<double> c)
    {
        AddTo(first, c);
        AddTo(second, c[8..]);
        AddTo(third, c[16..]);
    }

    private static void AddTo(Vector256<float> sums, Span<double> c)
    {
        var (low, high) = Vector256.Widen(sums);
        (low + Vector256.Create<double>(c)).CopyTo(c);
        (high + Vector256.Create<double>(c[4..])).CopyTo(c[4..]);
    }
}
