using StayPositive.Detector.Verdicts;
using StayPositive.RetrainJob.Data;

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
            var (rows, truth) = Draw(random);
            fpr.Add(AuditEstimates.Rate(rows.Where(row => !row.Generated).Select(row => (row.Flagged, row.Weight))), truth.FalsePositives);
            fnr.Add(AuditEstimates.Rate(rows.Where(row => row.Generated).Select(row => (!row.Flagged, row.Weight))), truth.FalseNegatives);
            prevalence.Add(AuditEstimates.Rate(rows.Select(row => (row.Generated, row.Weight))), truth.Prevalence);
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
        var estimate = AuditEstimates.Rate([]);
        Assert.True(double.IsNaN(estimate.Value));
        Assert.Equal((0, 1, 0), (estimate.Low, estimate.High, estimate.Rows));
    }

    private static ((bool Generated, bool Flagged, double Weight)[] Rows, (double FalsePositives, double FalseNegatives, double Prevalence) Truth) Draw(Random random)
    {
        var rows = new List<(bool, bool, double)>();
        var (real, falsePositives, generated, falseNegatives) = (0, 0, 0, 0);
        foreach (var stratum in Strata)
        {
            for (var n = 0; n < stratum.Contents; n++)
            {
                var isGenerated = random.NextDouble() < stratum.Generated;
                var isWrong = random.NextDouble() < (isGenerated ? stratum.FalseNegatives : stratum.FalsePositives);
                (real, generated) = (real + (isGenerated ? 0 : 1), generated + (isGenerated ? 1 : 0));
                (falsePositives, falseNegatives) = (falsePositives + (isWrong && !isGenerated ? 1 : 0), falseNegatives + (isWrong && isGenerated ? 1 : 0));
                if (random.NextDouble() < stratum.Probability)
                    rows.Add((isGenerated, isGenerated != isWrong, 1 / stratum.Probability));
            }
        }

        return ([.. rows], ((double)falsePositives / real, (double)falseNegatives / generated, (double)generated / (real + generated)));
    }

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
