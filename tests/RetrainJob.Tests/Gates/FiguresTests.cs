using CsCheck;
using StayPositive.RetrainJob.Gates;

namespace StayPositive.RetrainJob.Tests.Gates;

public sealed class FiguresTests
{
    [Fact]
    public void Every_slice_of_generated_rows_is_measured_against_all_photos()
    {
        var rows = Rows.Draw(60, 2, 1);
        var slices = Slice.All(rows);
        foreach (var slice in slices.Where(slice => slice.Kind is "generator" or "mask area"))
            Assert.Equal(60, slice.Rows.Count(row => !row.Generated));
        Assert.Equal(60, slices.Where(slice => slice.Kind == "generator").Sum(slice => slice.Rows.Count(row => row.Generated)));
        Assert.Equal(120, slices.Where(slice => slice.Kind == "size").Sum(slice => slice.Rows.Count));
    }

    [Fact]
    public void The_order_of_rows_changes_no_figure()
    {
        var rows = Rows.Draw(60, 2, 1);
        var shuffled = rows.ToArray();
        new Random(3).Shuffle(shuffled);
        Assert.Equal(Reports(rows), Reports(shuffled));

        static SliceReport[] Reports(GateRow[] rows) => [.. Slice.All(rows).Select(slice => SliceReport.Of(slice, 50, 1) with { Candidate = None, Champion = None, Unconstrained = None })];
    }

    [Fact]
    public void A_head_compared_with_itself_differs_by_nothing_in_every_resample()
    {
        var rows = Rows.Draw(60, 1, 1).Select(row => row with { Champion = row.Candidate }).ToArray();
        var report = SliceReport.Of(Slice.All(rows)[0], 100, 1);
        Assert.Equal((0, 0, 0), (report.AgainstChampion.Low, report.AgainstChampion.Estimate, report.AgainstChampion.High));
    }

    [Fact]
    public void Probabilities_that_come_true_have_no_calibration_error_and_overconfident_ones_have()
    {
        (double, bool)[] honest = [.. Enumerable.Range(0, 1000).Select(n => (n % 2 == 0 ? 0.2 : 0.8, n % 2 == 0 ? n % 10 == 0 : n % 10 != 1))];
        Assert.InRange(Reliability.Of(honest).Ece, 0, 1e-9);
        Assert.InRange(Reliability.Of([.. honest.Select(row => (row.Item1 > 0.5 ? 1.0 : 0.0, row.Item2))]).Ece, 0.19, 0.21);
        Assert.InRange(Reliability.Of(honest).Brier, 0.159, 0.161);
    }

    [Fact]
    public void Weighted_audit_rows_give_the_rate_of_the_uploads_they_were_drawn_from()
    {
        // 10 of 100 drawn at 1/100 pass, and 50 of 100 drawn at 1: of 10,100 uploads 1,050.
        GateRow[] rows =
        [
            .. Enumerable.Range(0, 100).Select(n => Rows.Row($"a{n}", false, n < 10 ? 1 : -1, 0) with { AuditProbability = 0.01 }),
            .. Enumerable.Range(0, 100).Select(n => Rows.Row($"b{n}", false, n < 50 ? 1 : -1, 0) with { AuditProbability = 1 }),
            .. Enumerable.Range(0, 100).Select(n => Rows.Row($"c{n}", false, 1, 0) with { AuditProbability = null }),
        ];
        var rate = AuditRates.Of(rows, _ => true, row => row.Candidate.IsFinding);
        Assert.Equal(1050.0 / 10100, rate.Value, 12);
        Assert.Equal(200, rate.Rows);
        Assert.InRange(rate.EffectiveRows, 100, 103);
        Assert.True(rate.Low < rate.Value && rate.Value < rate.High);
    }

    [Fact]
    public void The_interval_of_equal_weights_is_the_exact_one()
    {
        GateRow[] rows = [.. Enumerable.Range(0, 300).Select(n => Rows.Row($"{n}", false, n < 3 ? 1 : -1, 0) with { AuditProbability = 0.005 })];
        var rate = AuditRates.Of(rows, _ => true, row => row.Candidate.IsFinding);
        Assert.Equal(StayPositive.Detector.Verdicts.ClopperPearson.Interval(3, 300), (rate.Low, rate.High));
    }

    [Fact]
    public void Drift_is_never_negative_none_between_equal_samples_and_much_after_a_shift() => Gen.Float[-5, 5].Array[50, 200].Select(Gen.Float[-5, 5].Array[50, 200]).Sample((reference, current) =>
    {
        Assert.True(Drift.Psi(reference, current) >= 0);
        Assert.Equal(0, Drift.Psi(reference, reference), 12);
        Assert.True(Drift.Psi(reference, [.. reference.Select(value => value + 20)]) > 1);
    }, iter: 200);

    [Fact]
    public void A_channel_that_was_nearly_always_zero_drifts_when_it_wakes()
    {
        float[] dead = new float[1000], sparse = [.. Enumerable.Range(0, 1000).Select(n => n % 20 == 0 ? n : 0f)], awake = [.. Enumerable.Range(0, 1000).Select(n => n % 2 * (1f + n))];
        foreach (var reference in new[] { dead, sparse })
        {
            Assert.Equal(0, Drift.Psi(reference, reference), 12);
            Assert.True(Drift.Psi(reference, awake) > Drift.Much);
        }
    }

    [Fact]
    public void Drift_of_a_few_values_is_not_defined() => Assert.True(double.IsNaN(Drift.Psi([1, 2, 3], [1, 2, 3])));

    private static HeadFigures None => new(0, 0, 0, 0, 0, 0, 0);
}
