using StayPositive.Detector.Verdicts;

namespace StayPositive.Detector.Tests.Verdicts;

public sealed class ClopperPearsonTests
{
    [Theory]
    [InlineData(0, 300, 0, 0.012221)]
    [InlineData(5, 10, 0.187086, 0.812914)]
    [InlineData(1, 100, 0.000253, 0.054459)]
    [InlineData(10, 10, 0.691503, 1)]
    [InlineData(3, 367, 0.001688, 0.023700)]
    public void Known_intervals(int hits, int trials, double low, double high)
    {
        var interval = ClopperPearson.Interval(hits, trials);
        Assert.Equal(low, interval.Low, 2e-4);
        Assert.Equal(high, interval.High, 2e-4);
    }

    [Fact]
    public void Without_trials_nothing_is_known() => Assert.Equal((0.0, 1.0), ClopperPearson.Interval(0, 0));

    [Fact]
    public void More_hits_than_trials_are_an_error() => Assert.Throws<ArgumentOutOfRangeException>(() => ClopperPearson.Interval(2, 1));
}
