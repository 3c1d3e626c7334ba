using CsCheck;
using StayPositive.RetrainJob.Heads;

namespace StayPositive.RetrainJob.Tests.Heads;

public sealed class HeadSolverTests
{
    private static readonly Gen<RefitSettings> Settings = Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, Gen.Double[-5, -1], Gen.Int[1, 3]).Select((free, nonNegative, balance, l2, threads) =>
        new RefitSettings
        {
            L2 = Math.Pow(10, l2),
            Bias = free ? BiasTreatment.Free : BiasTreatment.Zero,
            NonNegative = nonNegative,
            BalanceClasses = balance,
            Threads = threads,
        });

    private static readonly Gen<SyntheticRows> Rows = Gen.Select(Gen.Int[0, 10000], Gen.Int[40, 900], Gen.Int[1, 40]).Select(SyntheticRows.Make);

    [Fact]
    public void The_certificate_is_that_of_the_head_itself_and_within_the_tolerance() => Gen.Select(Rows, Settings).Sample((rows, settings) =>
    {
        var fit = Solve(rows.ToRows(), settings);
        var (value, residual) = PlainObjective.Of(rows, fit, settings);
        Assert.True(fit.Converged, $"residual {fit.KktResidual}");
        Assert.InRange(fit.KktResidual, 0, settings.Tolerance);
        Assert.Equal(value, fit.Objective, 1e-12);
        Assert.Equal(residual, fit.KktResidual, 1e-12);
        Assert.True(settings.Bias == BiasTreatment.Free || fit.Bias == 0);
        Assert.Equal(fit.Weights.Count(w => w != 0), fit.NonZeros);
    }, iter: 60, threads: 1);

    [Fact]
    public void A_refit_head_never_holds_a_negative_weight() => Gen.Select(Rows, Settings).Sample((rows, settings) =>
        Solve(rows.ToRows(), settings with { NonNegative = true }).Weights.All(weight => weight >= 0), iter: 40, threads: 1);

    [Fact]
    public void No_other_head_is_better() => Gen.Select(Rows, Settings, Gen.Int[0, 1000]).Sample((rows, settings, seed) =>
    {
        var fit = Solve(rows.ToRows(), settings);
        var random = new Random(seed);
        for (var n = 0; n < 20; n++)
        {
            var reach = Math.Pow(10, -n % 5);
            var other = fit with
            {
                Weights = [.. fit.Weights.Select(w => w + reach * (random.NextSingle() - 0.5)).Select(w => (float)(settings.NonNegative ? Math.Max(0, w) : w))],
                Bias = settings.Bias == BiasTreatment.Free ? fit.Bias + (float)(reach * (random.NextSingle() - 0.5)) : 0,
            };
            Assert.True(PlainObjective.Of(rows, other, settings).Value >= fit.Objective - 1e-9);
        }
    }, iter: 20, threads: 1);

    [Fact]
    public void The_order_of_the_rows_is_irrelevant() => Gen.Select(Rows, Settings, Gen.Int[0, 1000]).Sample((rows, settings, seed) =>
    {
        var order = Enumerable.Range(0, rows.Count).ToArray();
        new Random(seed).Shuffle(order);
        AssertSameLogits(rows, Solve(rows.ToRows(), settings), Solve(rows.Take(order).ToRows(), settings), settings);
    }, iter: 25, threads: 1);

    [Fact]
    public void A_weight_of_n_is_n_copies_and_a_weight_of_zero_is_none() => Gen.Select(Rows, Settings, Gen.Int[0, 1000]).Sample((rows, settings, seed) =>
    {
        var random = new Random(seed);
        var times = rows.Labels.Select((_, i) => i < 2 ? 1 : random.Next(0, 4)).ToArray();
        var weighted = rows with { Weights = Array.ConvertAll(times, n => (float)n) };
        var copied = rows.Take([.. Enumerable.Range(0, rows.Count).SelectMany(i => Enumerable.Repeat(i, times[i]))]);
        AssertSameLogits(rows, Solve(weighted.ToRows(), settings), Solve(copied.ToRows(), settings), settings);
    }, iter: 25, threads: 1);

    [Fact]
    public void Only_the_proportions_of_the_weights_count() => Gen.Select(Rows, Settings, Gen.Float[1e-6f, 1e6f]).Sample((rows, settings, factor) =>
        AssertSameLogits(rows, Solve(rows.ToRows(), settings), Solve((rows with { Weights = Array.ConvertAll(rows.Weights, w => w * factor) }).ToRows(), settings), settings), iter: 15, threads: 1);

    /// <summary>The fit is on features of unit root mean square, so that no unit of measurement matters, of no channel, and L2 stays as it is.</summary>
    [Fact]
    public void Features_times_s_give_the_same_logits_whatever_s_each_channel_has() => Gen.Select(Rows, Settings, Gen.Int[0, 1000]).Sample((rows, settings, seed) =>
    {
        var random = new Random(seed);
        var factors = Enumerable.Range(0, rows.Channels).Select(_ => MathF.Pow(2, random.Next(-20, 20))).ToArray();
        var scaled = rows with { Features = [.. rows.Features.Select((x, i) => x * factors[i % rows.Channels])] };
        var (one, other) = (Solve(rows.ToRows(), settings), Solve(scaled.ToRows(), settings));
        Assert.Equal(one.Objective, other.Objective, 1e-12);
        Assert.Equal(one.Weights, other.Weights.Select((w, c) => w * factors[c]));
    }, iter: 25, threads: 1);

    /// <summary>
    /// A plain penalty l/2 ||w||^2 on channels of one root mean square is L2 = l / rms^2 here. Stated with l, the law is the usual one: x s wants l s^2.
    /// </summary>
    [Fact]
    public void With_a_plain_penalty_features_times_s_and_strength_times_s_squared_give_the_same_logits() => Gen.Select(Gen.Int[0, 1000], Gen.Double[1e-3, 1e-1], Gen.Int[-6, 6]).Sample((seed, strength, power) =>
    {
        var s = MathF.Pow(2, power);
        var rows = SyntheticRows.Make(seed, 300, 6);
        var equal = rows with { Features = [.. rows.Features.Select((x, i) => (float)(x / Rms(rows, i % 6)))] };
        var scaled = equal with { Features = Array.ConvertAll(equal.Features, x => x * s) };
        var (one, other) = (Solve(equal.ToRows(), Plain(equal, strength)), Solve(scaled.ToRows(), Plain(scaled, strength * s * s)));
        Assert.All(equal.Logits(one).Zip(scaled.Logits(other)), pair => Assert.Equal(pair.First, pair.Second, 1e-3));

        static RefitSettings Plain(SyntheticRows rows, double strength) => new() { L2 = strength / Math.Pow(Rms(rows, 0), 2) };

        static double Rms(SyntheticRows rows, int c) => Math.Sqrt(Enumerable.Range(0, rows.Count).Average(i => Math.Pow(rows.Features[i * 6 + c], 2)));
    }, iter: 15, threads: 1);

    [Fact]
    public void A_start_changes_the_way_and_not_the_optimum() => Gen.Select(Rows, Settings, Gen.Float[0, 3], Gen.Float[-3, 3]).Sample((rows, settings, weight, bias) =>
    {
        var cold = Solve(rows.ToRows(), settings);
        var warm = Solve(rows.ToRows(), settings with { Start = new HeadStart([.. Enumerable.Repeat(weight, rows.Channels)], bias) });
        AssertSameLogits(rows, cold, warm, settings);
        Assert.Equal(0, Solve(rows.ToRows(), settings with { Start = new HeadStart(cold.Weights, cold.Bias) }).Iterations);
    }, iter: 25, threads: 1);

    [Fact]
    public void Float16_in_memory_or_in_a_file_and_float32_give_the_same_bits() => Gen.Select(Rows, Settings).Sample((rows, settings) =>
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllBytes(path, System.Runtime.InteropServices.MemoryMarshal.AsBytes<Half>(Array.ConvertAll(rows.Features, x => (Half)x)));
        try
        {
            using var mapped = new MappedRows(path, rows.Channels, rows.Labels, rows.Weights);
            var one = Solve(rows.ToRows(), settings);
            AssertSameBits(one, Solve(rows.ToHalfRows(), settings));
            AssertSameBits(one, Solve(mapped, settings));
            AssertSameBits(one, Solve(new CopiedRows(rows.ToRows()), settings));
        }
        finally
        {
            File.Delete(path);
        }
    }, iter: 15, threads: 1);

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        // More than twice as many rows as both samples: everything that the solver does for large data takes part.
        var rows = SyntheticRows.Make(3, 33000, 30).ToHalfRows();
        foreach (var settings in new[] { new RefitSettings { L2 = 1e-4 }, new RefitSettings { NonNegative = false, Bias = BiasTreatment.Free, L2 = 1e-4 } })
        {
            var one = Solve(rows, settings with { Threads = 1 });
            Assert.True(one.Converged);
            foreach (var threads in new[] { 2, 3, 8 })
                AssertSameBits(one, Solve(rows, settings with { Threads = threads }));
        }
    }

    [Fact]
    public void Samples_give_only_the_start_whatever_their_seed()
    {
        var rows = SyntheticRows.Make(4, 40000, 20);
        var settings = new RefitSettings { L2 = 1e-4, Bias = BiasTreatment.Free };
        var one = Solve(rows.ToRows(), settings);
        var (value, residual) = PlainObjective.Of(rows, one, settings);
        Assert.Equal(value, one.Objective, 1e-11);
        Assert.InRange(residual, 0, 1.01e-6);
        AssertSameLogits(rows, one, Solve(rows.ToRows(), settings with { Seed = 77 }), settings);
    }

    [Fact]
    public void Rows_of_rare_classes_and_of_zero_weight_leave_the_large_path_right()
    {
        var rows = SyntheticRows.Make(5, 40000, 10);
        rows = rows with { Weights = [.. rows.Weights.Select((_, i) => rows.Labels[i] == 1 && i > 200 ? 0f : 1 + i % 3)] };
        foreach (var balance in new[] { true, false })
        {
            var settings = new RefitSettings { BalanceClasses = balance };
            var fit = Solve(rows.ToRows(), settings);
            Assert.True(fit.Converged);
            Assert.Equal(PlainObjective.Of(rows, fit, settings).Value, fit.Objective, 1e-11);
        }
    }

    [Fact]
    public void A_large_working_set_converges_too()
    {
        var rows = SyntheticRows.Make(6, 6000, 500);
        foreach (var nonNegative in new[] { true, false })
        {
            var fit = Solve(rows.ToHalfRows(), new RefitSettings { L2 = 1e-3, NonNegative = nonNegative, Bias = BiasTreatment.Free });
            Assert.True(fit.Converged, $"residual {fit.KktResidual} after {fit.Iterations}");
        }
    }

    [Fact]
    public void Cancelling_stops_the_fit() =>
        Assert.ThrowsAny<OperationCanceledException>(() => HeadSolver.Solve(SyntheticRows.Make(1, 1000, 8).ToRows(), new RefitSettings(), new CancellationToken(canceled: true)));

    internal static HeadFit Solve(IFeatureRows rows, RefitSettings settings) => HeadSolver.Solve(rows, settings, CancellationToken.None);

    private static void AssertSameBits(HeadFit one, HeadFit other)
    {
        Assert.Equal(one.Weights, other.Weights);
        Assert.Equal((one.Bias, one.Objective, one.KktResidual, one.Iterations), (other.Bias, other.Objective, other.KktResidual, other.Iterations));
    }

    /// <summary>Two solutions within the tolerance are as near as strong convexity makes them: |v - v'| is at most 2 sqrt(C) tolerance / L2, were the loss flat.</summary>
    private static void AssertSameLogits(SyntheticRows rows, HeadFit one, HeadFit other, RefitSettings settings)
    {
        Assert.Equal(one.Objective, other.Objective, 1e-8);
        var tolerance = Math.Max(1e-3, 2 * rows.Channels * settings.Tolerance / settings.L2);
        Assert.All(rows.Logits(one).Zip(rows.Logits(other)), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}
