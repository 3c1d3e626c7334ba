using StayPositive.Detector.Verdicts;

namespace StayPositive.Detector.Tests.Verdicts;

public sealed class ClopperPearsonTests
{
    /// <summary>Quantiles of SciPy's beta distribution.</summary>
    [Theory]
    [InlineData(0, 300, 0, 0.012220974694293552)]
    [InlineData(5, 10, 0.18708602844739855, 0.8129139715526015)]
    [InlineData(1, 100, 0.00025314603297742064, 0.054459385392080645)]
    [InlineData(10, 10, 0.6915028921812392, 1)]
    [InlineData(3, 367, 0.0016889379846772269, 0.023701965757205744)]
    [InlineData(0, 1, 0, 0.975)]
    [InlineData(1000, 1000, 0.9963179161031344, 1)]
    [InlineData(37, 12345, 0.002111131852836585, 0.004128853690730615)]
    public void Known_intervals(int hits, int trials, double low, double high)
    {
        var interval = ClopperPearson.Interval(hits, trials);
        Assert.Equal(low, interval.Low, 1e-9);
        Assert.Equal(high, interval.High, 1e-9);
    }

    [Fact]
    public void Without_trials_nothing_is_known() => Assert.Equal((0.0, 1.0), ClopperPearson.Interval(0, 0));

    [Fact]
    public void More_hits_than_trials_are_an_error() => Assert.Throws<ArgumentOutOfRangeException>(() => ClopperPearson.Interval(2, 1));
}
