using StayPositive.Detector.Evidence;
using StayPositive.RetrainJob.Data;
using StayPositive.RetrainJob.Heads;
using StayPositive.RetrainJob.Refits;
using StayPositive.RetrainJob.Tests.Importing;

namespace StayPositive.RetrainJob.Tests.Refits;

public sealed class HeadChoiceTests
{
    [Fact]
    public void A_fit_without_its_certificate_is_not_chosen_however_well_it_ranks()
    {
        var chosen = HeadChoice.Choose([Candidate("a", 0.9, converged: true), Candidate("b", 0.99, converged: false), Candidate("c", 1, converged: true, nonNegative: false)]);
        Assert.Equal("a", chosen.Name);
        Assert.Contains("1.0E-003", Assert.Throws<NotEnoughDataException>(() => HeadChoice.Choose([Candidate("b", 0.99, converged: false)])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weak_strengths_keep_their_names()
    {
        using var folder = new TemporaryFolder();
        using var writer = new FeatureTableWriter(folder["f16"], 1);
        var random = new Random(1);
        var rows = Enumerable.Range(0, 80).Select(n => Data.SampleRow.Of($"{n}", n < 60 ? DataSplit.Train : DataSplit.Validation, RowOrigin.Collection, generated: n % 2 == 1) with
        {
            Feature = writer.Add(new FeatureVector([random.NextSingle() + n % 2 * 0.2f]))!.Value,
        }).ToArray();
        using var dataset = new Dataset("", rows, writer.Finish(), new DatasetCounts(0, 0, 0, 0, 0, 0, 0));
        var fits = HeadChoice.Fit(dataset, new DatasetFeatureRows(dataset, row => row.Trains), new HeadStart([0], 0), new FitSettings { L2 = [1e-8, 2e-8], MinValidationRows = 2 }, TestContext.Current.CancellationToken);
        Assert.Equal(["1E-08", "2E-08"], fits[0].ByL2.Keys);
        Assert.All(fits, fit => Assert.True(fit.Fit.Converged));
    }

    [Theory]
    [InlineData(1e-8, 1e-8)]
    [InlineData(0.001, 1e-3)]
    public void A_strength_that_is_given_twice_is_refused(double one, double two) => Assert.Throws<ArgumentOutOfRangeException>(() => new FitSettings { L2 = [one, two] }.Check());

    [Fact]
    public void Drift_of_features_is_measured_on_a_sample_that_the_seed_fixes()
    {
        var rows = Enumerable.Range(0, 500).Select(n => Data.SampleRow.Of($"{n}", DataSplit.Train, RowOrigin.Collection)).ToArray();
        var sample = DriftFigures.Sample(rows, 100, seed: 1);
        Assert.Equal(100, sample.Distinct().Count());
        Assert.Equal(sample, DriftFigures.Sample(rows, 100, seed: 1));
        Assert.NotEqual(sample, DriftFigures.Sample(rows, 100, seed: 2));
        Assert.Same(rows, DriftFigures.Sample(rows, 500, seed: 1));
    }

    private static HeadCandidate Candidate(string name, double validation, bool converged, bool nonNegative = true) =>
        new(name, nonNegative, new HeadFit([1], 0, 0, converged ? 1e-8 : 1e-3, 5, converged), 0.1, new Dictionary<string, double>(), validation, validation);
}
