using CsCheck;
using StayPositive.RetrainJob.Heads;

namespace StayPositive.RetrainJob.Tests.Heads;

/// <summary>The dense parts against what they are defined to be.</summary>
public sealed class KernelTests
{
    [Fact]
    public void Every_finite_float16_is_widened_exactly()
    {
        for (var first = 0; first <= ushort.MaxValue; first += 8)
        {
            var halves = Enumerable.Range(first, 8).Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits)).ToArray();
            if (!halves.All(Half.IsFinite))
                continue;
            var (low, high) = HalfLoader.Load(in halves[0]);
            for (var k = 0; k < 8; k++)
                Assert.Equal(BitConverter.DoubleToInt64Bits((double)halves[k]), BitConverter.DoubleToInt64Bits(k < 4 ? low[k] : high[k - 4]));
        }
    }

    [Fact]
    public void Four_rows_at_a_time_or_one_give_the_same_bits() => Gen.Select(Gen.Int[1, 70], Gen.Int[0, 1000]).Sample((channels, seed) =>
    {
        var random = new Random(seed);
        var rows = Enumerable.Range(0, 4 * channels).Select(_ => (Half)random.NextSingle()).ToArray();
        var w = Enumerable.Range(0, channels).Select(_ => random.NextDouble() - 0.5).ToArray();
        var (sums, added, addedSingly) = (new double[4], new double[channels], new double[channels]);
        RowKernels.Dot4<Half, HalfLoader>(rows, w, sums);
        RowKernels.Add4<Half, HalfLoader>(rows, sums, added);
        for (var r = 0; r < 4; r++)
        {
            var row = rows.AsSpan(r * channels, channels);
            Assert.Equal(sums[r], RowKernels.Dot<Half, HalfLoader>(row, w));
            Assert.Equal(sums[r], Enumerable.Range(0, channels).Sum(c => (double)rows[r * channels + c] * w[c]), 1e-12);
            RowKernels.Add<Half, HalfLoader>(row, sums[r], addedSingly);
        }

        Assert.Equal(addedSingly, added);
        Assert.All(Enumerable.Range(0, channels), c => Assert.Equal(Enumerable.Range(0, 4).Sum(r => sums[r] * (double)rows[r * channels + c]), added[c], 1e-12));
    }, iter: 60);

    [Fact]
    public void The_curvature_matrix_is_the_weighted_gram_matrix() => Gen.Select(Gen.Int[1, 80], Gen.Int[10, 700], Gen.Int[0, 1000]).Sample((channels, count, seed) =>
    {
        var rows = SyntheticRows.Make(seed, count, channels);
        var statistics = RowStatistics.Of(rows.ToRows(), new RefitSettings(), CancellationToken.None);
        var random = new Random(seed);
        var margins = rows.Labels.Select(_ => 6 * random.NextDouble() - 3).ToArray();
        var set = Enumerable.Range(0, channels + 1).Where(_ => random.Next(3) > 0).ToArray();
        var matrix = CurvatureMatrix.Of(rows.ToHalfRows(), statistics, margins, set, 0.5, 2, CancellationToken.None);
        for (var i = 0; i < set.Length; i++)
            for (var j = 0; j < set.Length; j++)
            {
                var expected = i == j && set[i] < channels ? 0.5 : 0;
                for (var r = 0; r < count; r++)
                    expected += statistics.Weight(r) * Logistic.Sigmoid(margins[r]) * Logistic.Sigmoid(-margins[r]) * Scaled(r, set[i]) * Scaled(r, set[j]);
                Assert.Equal(expected, matrix[i * set.Length + j], 1e-5);
            }

        double Scaled(int r, int c) => c == channels ? 1 : rows.Features[r * channels + c] / statistics.Rms[c];
    }, iter: 15);

    [Fact]
    public void No_channel_has_an_empty_curvature_matrix()
    {
        var rows = SyntheticRows.Make(1, 133, 2);
        var statistics = RowStatistics.Of(rows.ToRows(), new RefitSettings(), CancellationToken.None);
        Assert.Empty(CurvatureMatrix.Of(rows.ToHalfRows(), statistics, new double[133], [], 0.5, 2, CancellationToken.None));
    }

    [Fact]
    public void A_cholesky_solution_solves_the_chosen_rows_and_columns() => Gen.Select(Gen.Int[1, 330], Gen.Int[0, 1000], Gen.Int[1, 3]).Sample((size, seed, threads) =>
    {
        var random = new Random(seed);
        var factor = Enumerable.Range(0, size * 20).Select(_ => random.NextDouble() - 0.5).ToArray();
        var matrix = new double[size * size];
        for (var i = 0; i < size; i++)
            for (var j = 0; j < size; j++)
                matrix[i * size + j] = Enumerable.Range(0, 20).Sum(k => factor[i * 20 + k] * factor[j * 20 + k]) + (i == j ? 0.1 : 0);
        var free = Enumerable.Range(0, size).Where(_ => random.Next(4) > 0).ToArray();
        var b = free.Select(_ => random.NextDouble() - 0.5).ToArray();
        var x = new Cholesky(matrix, size, free, threads).Solve(b);
        for (var i = 0; i < free.Length; i++)
            Assert.Equal(b[i], Enumerable.Range(0, free.Length).Sum(k => matrix[free[i] * size + free[k]] * x[k]), 1e-10);
    }, iter: 25, threads: 1);

    [Fact]
    public void A_bounded_quadratic_is_minimised_exactly_from_any_guess() => Gen.Select(Gen.Int[1, 60], Gen.Int[0, 1000]).Sample((size, seed) =>
    {
        var random = new Random(seed);
        var factor = Enumerable.Range(0, size * 6).Select(_ => random.NextDouble()).ToArray();
        var h = new double[size * size];
        for (var i = 0; i < size; i++)
            for (var j = 0; j < size; j++)
                h[i * size + j] = Enumerable.Range(0, 6).Sum(k => factor[i * 6 + k] * factor[j * 6 + k]) + (i == j ? 0.01 : 0);
        var q = Enumerable.Range(0, size).Select(_ => random.NextDouble() - 0.3).ToArray();
        var bounded = Enumerable.Range(0, size).Select(_ => random.Next(5) > 0).ToArray();
        var u = BoundedQuadratic.Minimise(h, q, bounded, [.. bounded.Select(isBounded => !isBounded || random.Next(2) > 0)], 1, CancellationToken.None);
        for (var i = 0; i < size; i++)
        {
            var gradient = Enumerable.Range(0, size).Sum(k => h[i * size + k] * u[k]) - q[i];
            Assert.Equal(0, bounded[i] ? u[i] - Math.Max(0, u[i] - gradient) : gradient, 1e-9);
        }
    }, iter: 60);

    [Fact]
    public void Guesses_that_go_in_a_circle_end()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        for (var seed = 0; seed < 200; seed++)
        {
            const int size = 6;
            var random = new Random(seed);
            var h = new double[size * size]; // not positive definite, as rounding can leave a matrix
            for (var i = 0; i < size; i++)
                for (var j = 0; j <= i; j++)
                    h[i * size + j] = h[j * size + i] = i == j ? 1 : 2 * random.NextDouble() - 1;
            var q = Enumerable.Range(0, size).Select(_ => random.NextDouble() - 0.3).ToArray();
            Assert.All(BoundedQuadratic.Minimise(h, q, [.. Enumerable.Repeat(true, size)], [.. Enumerable.Repeat(true, size)], 1, patience.Token), value => Assert.False(value < 0));
        }
    }
}
