using StayPositive.RetrainJob.Heads;
using StayPositive.RetrainJob.Refits;

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

    [Theory]
    [InlineData(1e-8, 1e-8)]
    [InlineData(0.001, 1e-3)]
    public void A_strength_that_is_given_twice_is_refused(double one, double two) => Assert.Throws<ArgumentOutOfRangeException>(() => new FitSettings { L2 = [one, two] }.Check());

    [Fact]
    public void Drift_of_features_is_measured_on_a_sample_that_the_seed_fixes()
    {
        var rows = Enumerable.Range(0, 500).Select(n => Data.SampleRow.Of($"{n}", RetrainJob.Data.DataSplit.Train, RetrainJob.Data.RowOrigin.Collection)).ToArray();
        var sample = DriftFigures.Sample(rows, 100, seed: 1);
        Assert.Equal(100, sample.Distinct().Count());
        Assert.Equal(sample, DriftFigures.Sample(rows, 100, seed: 1));
        Assert.NotEqual(sample, DriftFigures.Sample(rows, 100, seed: 2));
        Assert.Same(rows, DriftFigures.Sample(rows, 500, seed: 1));
    }

    private static HeadCandidate Candidate(string name, double validation, bool converged, bool nonNegative = true) =>
        new(name, nonNegative, new HeadFit([1], 0, 0, converged ? 1e-8 : 1e-3, 5, converged), 0.1, new Dictionary<string, double>(), validation, validation);
}
