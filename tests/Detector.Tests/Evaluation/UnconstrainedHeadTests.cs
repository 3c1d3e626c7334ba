using StayPositive.Detector.Evaluation;

namespace StayPositive.Detector.Tests.Evaluation;

public sealed class UnconstrainedHeadTests
{
    [Fact]
    public void The_logit_is_the_dot_product_with_weights_of_any_sign() =>
        Assert.Equal(2 - 3 + 0.25f, new UnconstrainedHead([1, -1.5f], 0.25f).Logit([2, 2]));

    [Fact]
    public void Numbers_that_are_not_finite_and_other_channel_counts_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new UnconstrainedHead([float.NaN], 0));
        Assert.Throws<ArgumentException>(() => new UnconstrainedHead([1], float.PositiveInfinity));
        Assert.Throws<ArgumentException>(() => new UnconstrainedHead([1], 0).Logit([1, 2]));
    }

    [Fact]
    public void A_folder_without_the_file_has_no_such_head() => Assert.Null(UnconstrainedHead.Load(Path.GetTempPath()));
}
