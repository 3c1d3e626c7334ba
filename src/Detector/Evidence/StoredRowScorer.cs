using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace StayPositive.Detector.Evidence;

/// <summary>
/// Logits of stored feature rows (float16) under several heads: what re-judging needs, at the speed of the memory. float32 sums: a logit is within 1e-5 x (evidence + |bias|) of
/// <see cref="NonNegativeHead.Logit"/> on the same row. Immutable and thread-safe.
/// </summary>
public sealed class StoredRowScorer
{
    private const int Lanes = 8;
    private const int Together = 4;

    /// <summary>Rows of a piece of work.</summary>
    private const int PieceRows = 2048;

    /// <summary>Moves a float16's exponent and mantissa to their places in a float32; the number is then divided by 2^112, and the sign is dropped, which only a -0 has.</summary>
    private const int MantissaShift = 13;
    private const uint Magnitude = 0x0FFFE000;
    private const int Rebias = 112;

    private readonly float[][] weights;
    private readonly float[] factors;
    private readonly float[] biases;

    /// <param name="heads">One or more, of the same number of channels.</param>
    /// <exception cref="ArgumentException">There is no head, or the numbers of channels differ.</exception>
    public StoredRowScorer(IReadOnlyList<NonNegativeHead> heads)
    {
        ArgumentNullException.ThrowIfNull(heads);
        if (heads.Count == 0 || heads.Any(head => head.Channels != heads[0].Channels))
            throw new ArgumentException($"{heads.Count} heads, of which all must have the same number of channels.", nameof(heads));

        Channels = heads[0].Channels;
        biases = [.. heads.Select(head => head.Bias)];
        weights = new float[heads.Count][];
        factors = new float[heads.Count];
        for (var h = 0; h < heads.Count; h++)
            (weights[h], factors[h]) = Prepare(heads[h].Weights);
    }

    /// <summary>C.</summary>
    public int Channels { get; }

    /// <summary>Number of heads.</summary>
    public int Heads => weights.Length;

    /// <summary>Logits of some rows, on this thread.</summary>
    /// <param name="rows">[rows, C], finite and >= 0, as they are stored.</param>
    /// <param name="logits">[rows, heads], written.</param>
    /// <param name="scale">What the stored numbers are to be multiplied by.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    public void Score(ReadOnlySpan<Half> rows, Span<float> logits, float scale = 1)
    {
        Check(rows.Length, logits.Length);
        var bits = MemoryMarshal.Cast<Half, ushort>(rows);
        var (count, row) = (logits.Length / Heads, 0);
        for (; row <= count - Together; row += Together)
            for (var h = 0; h < Heads; h++)
            {
                var sums = Evidence4(bits.Slice(row * Channels, Together * Channels), weights[h]);
                for (var r = 0; r < Together; r++)
                    logits[(row + r) * Heads + h] = sums[r] * factors[h] * scale + biases[h];
            }

        for (; row < count; row++)
            for (var h = 0; h < Heads; h++)
                logits[row * Heads + h] = Evidence(bits.Slice(row * Channels, Channels), weights[h]) * factors[h] * scale + biases[h];
    }

    /// <summary>Logits of many rows, on several threads.</summary>
    /// <param name="rows">[rows, C], finite and >= 0, as they are stored.</param>
    /// <param name="logits">[rows, heads], written.</param>
    /// <param name="threads">At least 1.</param>
    /// <param name="scale">What the stored numbers are to be multiplied by.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    public unsafe void Score(ReadOnlySpan<Half> rows, Span<float> logits, int threads, float scale = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Check(rows.Length, logits.Length);
        var count = logits.Length / Heads;
        fixed (Half* from = rows)
        fixed (float* to = logits)
        {
            var (source, target) = ((nint)from, (nint)to);
            Parallel.For(0, (count + PieceRows - 1) / PieceRows, new ParallelOptions { MaxDegreeOfParallelism = threads }, piece =>
            {
                var first = piece * PieceRows;
                var length = Math.Min(PieceRows, count - first);
                Score(
                    new ReadOnlySpan<Half>((Half*)source + (long)first * Channels, length * Channels),
                    new Span<float>((float*)target + (long)first * Heads, length * Heads), scale);
            });
        }
    }

    /// <summary>The weights times 2^112, or less if the largest would overflow, and what makes up for the rest.</summary>
    private static (float[] Weights, float Factor) Prepare(ReadOnlySpan<float> weights)
    {
        const int largestExponent = 125;
        var largest = 0f;
        foreach (var weight in weights)
            largest = Math.Max(largest, weight);
        var power = largest == 0 ? Rebias : Math.Min(Rebias, largestExponent - MathF.ILogB(largest));
        var prepared = new float[weights.Length];
        for (var c = 0; c < weights.Length; c++)
            prepared[c] = MathF.ScaleB(weights[c], power);
        return (prepared, MathF.ScaleB(1, Rebias - power));
    }

    private void Check(int features, int logits)
    {
        if (logits % Heads != 0 || (long)logits / Heads * Channels != features)
            throw new ArgumentException($"{features} features of {Channels} channels do not make {logits} logits of {Heads} heads.");
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector128<float> Evidence4(ReadOnlySpan<ushort> rows, ReadOnlySpan<float> weights)
    {
        var c = weights.Length;
        ref var x0 = ref MemoryMarshal.GetReference(rows);
        ref var x1 = ref Unsafe.Add(ref x0, c);
        ref var x2 = ref Unsafe.Add(ref x1, c);
        ref var x3 = ref Unsafe.Add(ref x2, c);
        ref var w = ref MemoryMarshal.GetReference(weights);
        Vector256<float> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        var k = 0;
        for (; k <= c - 2 * Lanes; k += 2 * Lanes)
        {
            var low = Vector256.LoadUnsafe(ref w, (nuint)k);
            var high = Vector256.LoadUnsafe(ref w, (nuint)k + Lanes);
            a0 = Vector256.FusedMultiplyAdd(Widen(ref Unsafe.Add(ref x0, k)), low, a0);
            a1 = Vector256.FusedMultiplyAdd(Widen(ref Unsafe.Add(ref x1, k)), low, a1);
            a2 = Vector256.FusedMultiplyAdd(Widen(ref Unsafe.Add(ref x2, k)), low, a2);
            a3 = Vector256.FusedMultiplyAdd(Widen(ref Unsafe.Add(ref x3, k)), low, a3);
            b0 = Vector256.FusedMultiplyAdd(Widen(ref Unsafe.Add(ref x0, k + Lanes)), high, b0);
            b1 = Vector256.FusedMultiplyAdd(Widen(ref Unsafe.Add(ref x1, k + Lanes)), high, b1);
            b2 = Vector256.FusedMultiplyAdd(Widen(ref Unsafe.Add(ref x2, k + Lanes)), high, b2);
            b3 = Vector256.FusedMultiplyAdd(Widen(ref Unsafe.Add(ref x3, k + Lanes)), high, b3);
        }

        return Vector128.Create(
            Vector256.Sum(a0 + b0) + Tail(rows, weights, k),
            Vector256.Sum(a1 + b1) + Tail(rows[c..], weights, k),
            Vector256.Sum(a2 + b2) + Tail(rows[(2 * c)..], weights, k),
            Vector256.Sum(a3 + b3) + Tail(rows[(3 * c)..], weights, k));
    }

    /// <summary>One row, in the same order of additions as four.</summary>
    private static float Evidence(ReadOnlySpan<ushort> row, ReadOnlySpan<float> weights)
    {
        Vector256<float> a = default, b = default;
        var k = 0;
        for (; k <= weights.Length - 2 * Lanes; k += 2 * Lanes)
        {
            a = Vector256.FusedMultiplyAdd(Widen(ref Unsafe.AsRef(in row[k])), Vector256.Create(weights[k..]), a);
            b = Vector256.FusedMultiplyAdd(Widen(ref Unsafe.AsRef(in row[k + Lanes])), Vector256.Create(weights[(k + Lanes)..]), b);
        }

        return Vector256.Sum(a + b) + Tail(row, weights, k);
    }

    private static float Tail(ReadOnlySpan<ushort> row, ReadOnlySpan<float> weights, int k)
    {
        var sum = 0f;
        for (; k < weights.Length; k++)
            sum = MathF.FusedMultiplyAdd(BitConverter.UInt32BitsToSingle(((uint)row[k] << MantissaShift) & Magnitude), weights[k], sum);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Widen(ref ushort first) =>
        ((Vector256.WidenLower(Vector128.LoadUnsafe(ref first).ToVector256Unsafe()) << MantissaShift) & Vector256.Create(Magnitude)).AsSingle();
}
