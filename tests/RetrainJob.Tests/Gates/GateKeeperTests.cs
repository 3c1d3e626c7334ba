using StayPositive.RetrainJob.Gates;
using StayPositive.RetrainJob.Reports;

namespace StayPositive.RetrainJob.Tests.Gates;

/// <summary>A good candidate passes every gate; for each gate there is one that fails at it, and only at it.</summary>
public sealed class GateKeeperTests
{
    private static readonly GateSettings Settings = new() { Resamples = 200, FalsePositiveCeiling = 0.05 };
    private static readonly NewLabels Enough = new(500, 500);

    [Fact]
    public void A_better_head_with_enough_labels_passes_every_gate() => Assert.Equal([], Failed(Good()));

    [Theory]
    [InlineData(-1e-6f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_negative_weight_or_one_that_is_not_finite_fails(float weight) => Assert.Equal([Gate.Weights], Failed(Good(), weights: [1, weight]));

    [Fact]
    public void A_bias_that_is_not_finite_fails() => Assert.Equal([Gate.Weights], Failed(Good(), bias: float.NaN));

    [Fact]
    public void A_correct_golden_verdict_that_becomes_wrong_fails()
    {
        GateRow[] rows = [.. Good(), Rows.Row("golden-photo", false, candidate: 0.5f, champion: -1) with { Golden = true }];
        Assert.Equal([Gate.Golden], Failed(rows));
        Assert.Contains("golden-photo", Check(rows, [1, 0], 0, Enough).Single(gate => gate.Gate == Gate.Golden).Sentence);
    }

    [Fact]
    public void A_golden_verdict_that_the_champion_got_wrong_may_stay_wrong()
    {
        GateRow[] rows = [.. Good(), Rows.Row("golden-photo", false, candidate: 0.5f, champion: 1) with { Golden = true }];
        Assert.Equal([], Failed(rows));
    }

    [Fact]
    public void A_golden_set_of_which_too_few_judge_fails_and_a_few_missing_are_told()
    {
        GateRow[] rows = [.. Good(), .. Enumerable.Range(0, 19).Select(n => Rows.Row($"golden-{n}", false, candidate: -1, champion: -1) with { Golden = true })];
        Assert.Equal([Gate.Golden], Failed(rows, frozen: 22));
        Assert.Contains("Only 19 of 22", Golden(22));
        Assert.Equal([], Failed(rows, frozen: 21));
        Assert.Contains("2 of 21 golden contents do not judge", Golden(21));

        string Golden(int frozen) => Check(rows, [1, 0], 0, Enough, frozen: frozen).Single(gate => gate.Gate == Gate.Golden).Sentence;
    }

    [Fact]
    public void Photos_that_were_not_scanned_are_no_evidence_of_few_false_positives()
    {
        // The scanned half has many findings; the stored windows of the other half cannot show theirs.
        var rows = Good().Select((row, n) => row.Generated || n % 4 == 0 ? row with { IsLowerBound = !row.Generated } : row with { Candidate = Rows.Judged(row.Candidate.Margin + 2.2f) }).ToArray();
        var gate = Check(rows, [1, 0], 0, Enough, Settings with { FalsePositiveCeiling = 0.2 }).Single(gate => gate.Gate == Gate.FalsePositives);
        Assert.False(gate.Passed);
        Assert.Contains("On 200 audit rows of photos", gate.Sentence);
        Assert.Contains("200 more do not count", gate.Sentence);
        Assert.Contains("On 400 audit rows", Check([.. rows.Select(row => row with { IsLowerBound = false })], [1, 0], 0, Enough).Single(gate => gate.Gate == Gate.FalsePositives).Sentence);
        Assert.Equal((200, 800), (AuditReport.Of(rows).FalsePositives.Rows, AuditReport.Of(rows).Prevalence.Rows));
    }

    [Fact]
    public void A_slice_whose_rows_are_of_one_group_is_named_and_does_not_vanish()
    {
        GateRow[] rows = [.. Good(), .. Rows.Draw(60, candidate: 1, champion: 3, seed: 2).Select(row => row with { Name = "x" + row.Name, Group = "one", Facts = row.Facts with { Source = "import:one" } })];
        Assert.Contains("'source: import:one'", Check(rows, [1, 0], 0, Enough).Single(gate => gate.Gate == Gate.NotWorse).Sentence);
    }

    [Fact]
    public void Too_many_false_positives_on_audit_rows_fail()
    {
        // Higher margins for all: the ranking, and with it every slice, stays as it was.
        var rows = Good().Select(row => row with { Candidate = Rows.Judged(row.Candidate.Margin + 2.5f) }).ToArray();
        Assert.Equal([Gate.FalsePositives], Failed(rows));
    }

    [Fact]
    public void Without_audit_rows_of_photos_the_rate_is_not_known_and_fails() =>
        Assert.Equal([Gate.FalsePositives], Failed([.. Good().Select(row => row with { AuditProbability = null })]));

    [Fact]
    public void Few_audit_rows_do_not_support_a_low_rate_even_without_a_false_positive()
    {
        GateRow[] rows = [.. Good().Select((row, n) => row with { AuditProbability = n < 20 ? 1 : null, Candidate = row.Generated ? row.Candidate : Rows.Judged(Math.Min(row.Candidate.Margin, -0.1f)) })];
        Assert.Equal([Gate.FalsePositives], Failed(rows));
    }

    [Fact]
    public void One_slice_that_gets_worse_fails_though_all_together_gets_better()
    {
        var rows = Good().Select(row => row.Facts.Generator != "generator-1" ? row : row with { Candidate = Rows.Judged(-row.Candidate.Margin), Champion = Rows.Judged(row.Champion.Margin) }).ToArray();
        var failed = Failed(rows);
        Assert.Contains(Gate.NotWorse, failed);
        Assert.Contains("generator-1", Check(rows, [1, 0], 0, Enough).Single(gate => gate.Gate == Gate.NotWorse).Sentence);
    }

    [Fact]
    public void The_champion_itself_is_not_better_than_the_champion() =>
        Assert.Equal([Gate.Better], Failed([.. Good().Select(row => row with { Candidate = row.Champion with { Margin = row.Champion.Margin - 2 } })]));

    [Fact]
    public void Slices_with_too_few_rows_do_not_decide()
    {
        var failed = Failed(Rows.Draw(20, candidate: 4, champion: 1), settings: Settings with { FalsePositiveCeiling = 1 });
        Assert.Equal([Gate.NotWorse, Gate.Better], failed);
    }

    [Theory]
    [InlineData(99, 500)]
    [InlineData(500, 29)]
    public void Too_few_new_labels_of_either_class_fail(int real, int generated) => Assert.Equal([Gate.NewLabels], Failed(Good(), labels: new NewLabels(real, generated)));

    [Theory]
    [InlineData(1, 0.01)]
    [InlineData(50, -1)]
    public void A_setting_outside_its_limits_is_refused_by_name(int rows, double margin)
    {
        var wrong = Assert.Throws<ArgumentOutOfRangeException>(() => new GateSettings { MinSliceRows = rows, NonInferiorityMargin = margin }.Check());
        Assert.StartsWith("Gates.", wrong.Message);
    }

    private static GateRow[] Good() => Rows.Draw(400, candidate: 3, champion: 1.5);

    private static Gate[] Failed(IReadOnlyList<GateRow> rows, float[]? weights = null, float bias = 0, NewLabels? labels = null, GateSettings? settings = null, int? frozen = null) =>
        [.. Check(rows, weights ?? [1, 0], bias, labels ?? Enough, settings, frozen).Where(gate => !gate.Passed).Select(gate => gate.Gate)];

    private static IReadOnlyList<GateResult> Check(IReadOnlyList<GateRow> rows, float[] weights, float bias, NewLabels labels, GateSettings? settings = null, int? frozen = null)
    {
        settings ??= Settings;
        return GateKeeper.Check(settings, weights, bias, rows, [.. Slice.All(rows).Select(slice => SliceReport.Of(slice, settings.Resamples, settings.Seed))], labels, frozen ?? rows.Count(row => row.Golden));
    }
}
