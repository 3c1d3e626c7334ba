using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace StayPositive.RetrainJob.Heads;

/// <summary>
/// Cholesky factorisation of a symmetric positive definite matrix, restricted to some rows and columns, column block by column block. Each row is worked on by one thread alone: the result
/// does not depend on their number.
/// </summary>
internal sealed class Cholesky
{
    private const int Block = 64;
    private const int RowsTogether = 4;

    /// <summary>Share of the largest diagonal below which a pivot counts as zero: duplicated channels without regularisation.</summary>
    private const double SmallestPivot = 1e-13;

    private readonly int n;
    private readonly double[] l;
    private readonly double floor;

    /// <param name="matrix">[size, size].</param>
    /// <param name="size">Rows of the matrix.</param>
    /// <param name="free">Rows and columns to take, ascending.</param>
    /// <param name="threads">Threads at work.</param>
    public Cholesky(double[] matrix, int size, int[] free, int threads)
    {
        n = free.Length;
        l = new double[n * n];
        for (var r = 0; r < n; r++)
        {
            for (var c = 0; c <= r; c++)
                l[r * n + c] = matrix[free[r] * size + free[c]];
            floor = Math.Max(floor, l[r * n + r] * SmallestPivot);
        }

        floor = Math.Max(floor, double.Epsilon);
        for (var first = 0; first < n; first += Block)
            Factorise(first, Math.Min(first + Block, n), n - first > 4 * Block ? threads : 1);
    }

    /// <summary>Solves A x = b.</summary>
    public double[] Solve(ReadOnlySpan<double> b)
    {
        var x = b.ToArray();
        for (var r = 0; r < n; r++)
            x[r] = (x[r] - TensorPrimitives.Dot<double>(l.AsSpan(r * n, r), x.AsSpan(0, r))) / l[r * n + r];
        for (var r = n - 1; r >= 0; r--)
        {
            x[r] /= l[r * n + r];
            TensorPrimitives.MultiplyAdd(l.AsSpan(r * n, r), -x[r], x.AsSpan(0, r), x.AsSpan(0, r));
        }

        return x;
    }

    private void Factorise(int first, int end, int threads)
    {
        var groups = (n - first + Block - 1) / Block;
        void UpdateGroup(int group)
        {
            for (var r = first + group * Block; r < Math.Min(first + (group + 1) * Block, n); r += RowsTogether)
                Update(r, Math.Min(RowsTogether, n - r), first, end);
        }

        void SubstituteGroup(int group)
        {
            for (var r = end + group * Block; r < Math.Min(end + (group + 1) * Block, n); r++)
                Substitute(r, first, end);
        }

        Partitions.Run(groups, threads, (group, _) => UpdateGroup(group), CancellationToken.None);
        for (var r = first; r < end; r++)
        {
            Substitute(r, first, r);
            l[r * n + r] = Pivot(l[r * n + r] - TensorPrimitives.Dot<double>(l.AsSpan(r * n + first, r - first), l.AsSpan(r * n + first, r - first)));
        }

        Partitions.Run(groups - 1, threads, (group, _) => SubstituteGroup(group), CancellationToken.None);
    }

    /// <summary>Subtracts what the columns before the block contribute to some rows of it.</summary>
    private void Update(int row, int rows, int first, int end)
    {
        var c = first;
        for (; rows == RowsTogether && c < end - 1; c += 2)
            UpdateTile(row, c, first);
        for (; c < end; c++)
            for (var r = row; r < row + rows; r++)
                l[r * n + c] -= TensorPrimitives.Dot<double>(l.AsSpan(r * n, first), l.AsSpan(c * n, first));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void UpdateTile(int r, int c, int length)
    {
        Vector256<double> s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default, s30 = default, s31 = default;
        ref var start = ref MemoryMarshal.GetArrayDataReference(l);
        ref var row = ref Unsafe.Add(ref start, r * n);
        ref var column = ref Unsafe.Add(ref start, c * n);
        for (nuint k = 0; k < (nuint)length; k += 4)
        {
            var x = Vector256.LoadUnsafe(ref column, k);
            var y = Vector256.LoadUnsafe(ref column, k + (nuint)n);
            var z = Vector256.LoadUnsafe(ref row, k);
            (s00, s01) = (Vector256.FusedMultiplyAdd(z, x, s00), Vector256.FusedMultiplyAdd(z, y, s01));
            z = Vector256.LoadUnsafe(ref row, k + (nuint)n);
            (s10, s11) = (Vector256.FusedMultiplyAdd(z, x, s10), Vector256.FusedMultiplyAdd(z, y, s11));
            z = Vector256.LoadUnsafe(ref row, k + 2 * (nuint)n);
            (s20, s21) = (Vector256.FusedMultiplyAdd(z, x, s20), Vector256.FusedMultiplyAdd(z, y, s21));
            z = Vector256.LoadUnsafe(ref row, k + 3 * (nuint)n);
            (s30, s31) = (Vector256.FusedMultiplyAdd(z, x, s30), Vector256.FusedMultiplyAdd(z, y, s31));
        }

        Subtract(r, c, s00, s01);
        Subtract(r + 1, c, s10, s11);
        Subtract(r + 2, c, s20, s21);
        Subtract(r + 3, c, s30, s31);
    }

    private void Subtract(int r, int c, Vector256<double> first, Vector256<double> second)
    {
        l[r * n + c] -= Vector256.Sum(first);
        l[r * n + c + 1] -= Vector256.Sum(second);
    }

    /// <summary>Finishes a row within the block, against the block's own finished rows.</summary>
    private void Substitute(int r, int first, int end)
    {
        var row = l.AsSpan(r * n, n);
        for (var c = first; c < end; c++)
            row[c] = (row[c] - TensorPrimitives.Dot<double>(row[first..c], l.AsSpan(c * n + first, c - first))) / l[c * n + c];
    }

    /// <summary>A pivot of nothing stands for a direction along which nothing is known: no step is taken along it.</summary>
    private double Pivot(double square) => square > floor ? Math.Sqrt(square) : 1e100;
}
