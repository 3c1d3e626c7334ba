using StayPositive.RetrainJob.Heads;

namespace StayPositive.RetrainJob.Tests.Heads;

public sealed class HeadSolverRefusalTests
{
    private static readonly SyntheticRows Rows = SyntheticRows.Make(1, 300, 9);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void One_class_only_is_refused(byte label) =>
        Refuses(RefitRefusal.OneClass, (Rows with { Labels = [.. Enumerable.Repeat(label, Rows.Count)] }).ToRows());

    [Fact]
    public void A_class_without_weight_is_no_class() =>
        Refuses(RefitRefusal.OneClass, (Rows with { Weights = [.. Rows.Labels.Select(label => (float)label)] }).ToRows());

    [Fact]
    public void No_rows_are_refused() => Refuses(RefitRefusal.Empty, new MemoryRows(9, Array.Empty<float>(), []));

    [Fact]
    public void Rows_without_weight_are_refused() => Refuses(RefitRefusal.NoWeight, (Rows with { Weights = new float[Rows.Count] }).ToRows());

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_feature_that_is_no_number_is_refused_and_named(float value)
    {
        foreach (var place in new[] { 0, 7, 8, 9 * 299 + 8 })
        {
            var features = (float[])Rows.Features.Clone();
            features[place] = value;
            var bad = Rows with { Features = features };
            Assert.Contains($"Feature {place % 9} of row {place / 9} ", Refuses(RefitRefusal.BadRow, bad.ToRows()), StringComparison.Ordinal);
            Assert.Contains($"Feature {place % 9} of row {place / 9} ", Refuses(RefitRefusal.BadRow, bad.ToHalfRows()), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(-1f)]
    public void A_weight_that_is_none_is_refused(float weight) =>
        Refuses(RefitRefusal.BadRow, (Rows with { Weights = [.. Rows.Weights.Select((w, i) => i == 5 ? weight : w)] }).ToRows());

    [Fact]
    public void A_label_that_is_none_is_refused() => Refuses(RefitRefusal.BadRow, (Rows with { Labels = [.. Rows.Labels.Select((label, i) => i == 5 ? (byte)2 : label)] }).ToRows());

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Separable_rows_without_regularisation_are_refused(bool nonNegative)
    {
        var separable = Rows with { Features = [.. Rows.Features.Select((x, i) => i % 9 == 4 ? x * Rows.Labels[i / 9] + 0.01f * Rows.Labels[i / 9] : x)] };
        var settings = new RefitSettings { L2 = 0, NonNegative = nonNegative, Bias = BiasTreatment.Free };
        Refuses(RefitRefusal.Separable, separable.ToRows(), settings);
        Assert.True(HeadSolverTests.Solve(separable.ToRows(), settings with { L2 = 1e-6 }).Converged);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Rows_of_which_a_part_is_separable_have_no_optimum_either(bool nonNegative)
    {
        // Channel 4 speaks on some generated rows only; on all others the classes overlap as before.
        var part = Rows with { Features = [.. Rows.Features.Select((x, i) => i % 9 == 4 ? (i / 9 % 6 == 1 ? 1f : 0f) : x)] };
        Refuses(RefitRefusal.Separable, part.ToRows(), new RefitSettings { L2 = 0, NonNegative = nonNegative, Bias = BiasTreatment.Free });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Overlapping_rows_have_an_optimum_without_regularisation(bool nonNegative)
    {
        var settings = new RefitSettings { L2 = 0, NonNegative = nonNegative, Bias = BiasTreatment.Free };
        var fit = HeadSolverTests.Solve(Rows.ToRows(), settings);
        Assert.True(fit.Converged);
        Assert.InRange(PlainObjective.Of(Rows, fit, settings).Residual, 0, 1.01e-6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-3)]
    public void Duplicated_rows_and_channels_are_no_trouble(double l2)
    {
        var twice = Rows.Take([.. Enumerable.Range(0, 600).Select(i => i / 2)]);
        var wide = new SyntheticRows(18, [.. Enumerable.Range(0, 600).SelectMany(i => Enumerable.Range(0, 18).Select(c => twice.Features[i * 9 + c % 9]))], twice.Labels, twice.Weights);
        var settings = new RefitSettings { L2 = l2, Bias = BiasTreatment.Free };
        Assert.True(HeadSolverTests.Solve(wide.ToRows(), settings).Converged);
        Assert.True(HeadSolverTests.Solve(wide.ToRows(), settings with { NonNegative = false }).Converged);
    }

    [Fact]
    public void Huge_and_tiny_values_are_fitted_and_beyond_float32s_reach_refused()
    {
        foreach (var factor in new[] { 1e25f, 1e-25f })
        {
            var fit = HeadSolverTests.Solve((Rows with { Features = Array.ConvertAll(Rows.Features, x => x * factor) }).ToRows(), new RefitSettings());
            Assert.True(fit.Converged);
            Assert.Equal(HeadSolverTests.Solve(Rows.ToRows(), new RefitSettings()).Objective, fit.Objective, 1e-7);
        }

        Refuses(RefitRefusal.OutOfRange, (Rows with { Features = Array.ConvertAll(Rows.Features, x => x * 1e35f) }).ToRows());
    }

    [Fact]
    public void One_outlier_of_a_million_leaves_the_optimum_certified()
    {
        var features = (float[])Rows.Features.Clone();
        features[13] = 1e6f;
        var fit = HeadSolverTests.Solve((Rows with { Features = features }).ToRows(), new RefitSettings { Bias = BiasTreatment.Free });
        Assert.True(fit.Converged, $"residual {fit.KktResidual}");
    }

    [Fact]
    public void A_channel_that_is_always_zero_gets_no_weight()
    {
        var silent = Rows with { Features = [.. Rows.Features.Select((x, i) => i % 9 == 2 ? 0 : x)] };
        Assert.All(new[] { true, false }, nonNegative => Assert.Equal(0, HeadSolverTests.Solve(silent.ToRows(), new RefitSettings { NonNegative = nonNegative }).Weights[2]));
    }

    [Fact]
    public void A_start_that_does_not_fit_is_refused()
    {
        Refuses(RefitRefusal.BadStart, Rows.ToRows(), new RefitSettings { Start = new HeadStart(new float[8], 0) });
        Refuses(RefitRefusal.BadStart, Rows.ToRows(), new RefitSettings { Start = new HeadStart([1, 2, 3, float.NaN, 5, 6, 7, 8, 9], 0) });
    }

    [Fact]
    public void Settings_out_of_their_range_are_refused()
    {
        foreach (var settings in new[] { new RefitSettings { L2 = -1 }, new RefitSettings { L2 = double.NaN }, new RefitSettings { Threads = 0 }, new RefitSettings { Tolerance = 0 } })
            Assert.ThrowsAny<ArgumentOutOfRangeException>(() => HeadSolverTests.Solve(Rows.ToRows(), settings));
    }

    [Fact]
    public void A_failing_source_is_not_hidden() => Assert.Throws<IOException>(() => HeadSolverTests.Solve(new BrokenRows(), new RefitSettings()));

    private static string Refuses(RefitRefusal code, IFeatureRows rows, RefitSettings? settings = null)
    {
        var refusal = Assert.Throws<RefitRefusedException>(() => HeadSolverTests.Solve(rows, settings ?? new RefitSettings()));
        Assert.Equal(code, refusal.Code);
        return refusal.Message;
    }

    private sealed class BrokenRows : IFeatureRows
    {
        public int Channels => 4;

        public long Rows => 1000;

        public FeatureBlock Read(long first, int count, FeatureBuffer buffer) => throw new IOException("The disk is gone.");
    }
}
