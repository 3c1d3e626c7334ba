using StayPositive.RetrainJob.Heads;

namespace StayPositive.RetrainJob.Tests.Heads;

public sealed class ProbabilityScaleTests
{
    [Fact]
    public void The_scale_that_made_the_labels_is_found()
    {
        var random = new Random(1);
        var scans = Enumerable.Range(0, 40000).Select(_ =>
        {
            var logit = (float)(random.NextDouble() * 6 - 3);
            return (logit, random.NextDouble() < 1 / (1 + Math.Exp(-2 * logit)));
        }).ToArray();
        var (slope, offset) = ProbabilityScale.Fit(scans);
        Assert.Equal(2, slope, 0.1);
        Assert.Equal(0, offset, 0.1);
    }

    [Fact]
    public void Separable_scores_give_a_finite_scale()
    {
        var (slope, offset) = ProbabilityScale.Fit([(0, false), (0.1f, false), (1, true), (2, true)]);
        Assert.True(slope > 0 && double.IsFinite(slope) && double.IsFinite(offset));
    }

    [Fact]
    public void One_class_is_refused() => Assert.Throws<ArgumentException>(() => ProbabilityScale.Fit([(1, true)]));
}
