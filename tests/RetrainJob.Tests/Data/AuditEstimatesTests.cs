using StayPositive.Detector.Verdicts;
using StayPositive.RetrainJob.Data;
using StayPositive.Storage.Keys;

namespace StayPositive.RetrainJob.Tests.Data;

public sealed class AuditEstimatesTests
{
    /// <summary>Two tenants, drawn with different probabilities: the small one holds most generated images, and has another error rate.</summary>
    private static readonly (int Contents, double Probability, double Generated, double FalsePositives, double FalseNegatives)[] Strata = [(20_000, 0.02, 0.01, 0.02, 0.3), (4_000, 0.3, 0.2, 0.1, 0.1)];

    [Fact]
    public void Estimates_of_unequal_draws_are_unbiased_and_their_intervals_cover()
    {
        const int runs = 400;
        var random = new Random(7);
        var (fpr, fnr, prevalence) = (new Tally(), new Tally(), new Tally());
        for (var run = 0; run < runs; run++)
        {
            var (rows, flagged, truth) = Draw(random);
            var estimates = AuditEstimates.Of(rows, row => flagged.Contains(row.Group));
            fpr.Add(estimates.FalsePositiveRate, truth.FalsePositives);
            fnr.Add(estimates.FalseNegativeRate, truth.FalseNegatives);
            prevalence.Add(estimates.Prevalence, truth.Prevalence);
        }

        foreach (var (name, tally) in new[] { ("FPR", fpr), ("FNR", fnr), ("prevalence", prevalence) })
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{name}: mean error {tally.Error / runs:F5}, standard error {tally.StandardError(runs):F5}, covered {tally.Covered} of {runs}, mean width {tally.Width / runs:F4}");
            Assert.InRange(tally.Error / runs, -4 * tally.StandardError(runs), 4 * tally.StandardError(runs));
            Assert.InRange(tally.Covered, (int)(0.93 * runs), runs);
        }
    }

    [Fact]
    public void Rows_of_equal_weight_have_the_interval_of_Clopper_and_Pearson()
    {
        var estimate = AuditEstimates.Rate(Enumerable.Range(0, 400).Select(n => (n < 3, 200.0)));
        var (low, high) = ClopperPearson.Interval(3, 400);
        Assert.Equal((0.0075, low, high, 400), (estimate.Value, estimate.Low, estimate.High, estimate.Rows));
        Assert.Equal(400, estimate.EffectiveRows, 6);
    }

    [Fact]
    public void Without_rows_nothing_is_known()
    {
        var estimates = AuditEstimates.Of([Row("a", 1, generated: true) with { Origin = RowOrigin.Flagged }], _ => true);
        Assert.True(double.IsNaN(estimates.Prevalence.Value));
        Assert.Equal((0, 1, 0), (estimates.Prevalence.Low, estimates.Prevalence.High, estimates.Prevalence.Rows));
        Assert.Throws<ArgumentException>(() => AuditEstimates.Of([Row("a", 0, generated: true)], _ => true));
    }

    private static (LabelledRow[] Rows, HashSet<string> Flagged, (double FalsePositives, double FalseNegatives, double Prevalence) Truth) Draw(Random random)
    {
        var (rows, flagged) = (new List<LabelledRow>(), new HashSet<string>());
        var (real, falsePositives, generated, falseNegatives) = (0, 0, 0, 0);
        foreach (var stratum in Strata)
        {
            for (var n = 0; n < stratum.Contents; n++)
            {
                var isGenerated = random.NextDouble() < stratum.Generated;
                var isWrong = random.NextDouble() < (isGenerated ? stratum.FalseNegatives : stratum.FalsePositives);
                (real, generated) = (real + (isGenerated ? 0 : 1), generated + (isGenerated ? 1 : 0));
                (falsePositives, falseNegatives) = (falsePositives + (isWrong && !isGenerated ? 1 : 0), falseNegatives + (isWrong && isGenerated ? 1 : 0));
                if (random.NextDouble() >= stratum.Probability)
                    continue;
                var name = $"{rows.Count}";
                rows.Add(Row(name, stratum.Probability, isGenerated));
                if (isGenerated != isWrong)
                    flagged.Add(name);
            }
        }

        return ([.. rows], flagged, ((double)falsePositives / real, (double)falseNegatives / generated, (double)generated / (real + generated)));
    }

    private static LabelledRow Row(string name, double probability, bool generated) => new()
    {
        Hash = ContentHash.Of("x"u8),
        Scope = new Scope("uploads"),
        Part = RowPart.WholeImage,
        Generated = generated,
        Weight = 1,
        Group = name,
        Split = DataSplit.Holdout,
        Origin = RowOrigin.Audit,
        LabelledAt = default,
        InclusionProbability = probability,
        Facts = new RowFacts("review", null, "Jpeg", 1, "none", null),
        Feature = 0,
    };

    private sealed class Tally
    {
        private double squares;

        public double Error { get; private set; }

        public double Width { get; private set; }

        public int Covered { get; private set; }

        public void Add(RateEstimate estimate, double truth)
        {
            var error = estimate.Value - truth;
            Error += error;
            squares += error * error;
            Width += estimate.High - estimate.Low;
            Covered += estimate.Low <= truth && truth <= estimate.High ? 1 : 0;
        }

        public double StandardError(int runs) => Math.Sqrt(squares / runs / runs);
    }
}
