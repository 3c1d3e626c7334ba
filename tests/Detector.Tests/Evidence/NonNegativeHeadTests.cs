using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;

namespace StayPositive.Detector.Tests.Evidence;

public sealed class NonNegativeHeadTests
{
    private static readonly ModelVersion Version = new("v1");

    [Theory]
    [InlineData(-1e-30f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_head_never_holds_a_negative_or_infinite_weight(float weight) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new NonNegativeHead(Version, [1, weight], 0));

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void A_bias_is_finite(float bias) => Assert.Throws<ArgumentOutOfRangeException>(() => new NonNegativeHead(Version, [1], bias));

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(float.NaN)]
    public void Features_are_finite_and_not_negative(float value) => Assert.Throws<ArgumentException>(() => new FeatureVector([0, value]));

    [Fact]
    public void The_logit_is_the_dot_product_and_the_bias() =>
        Assert.Equal(2 * 3 + 0.5f * 4 - 1, new NonNegativeHead(Version, [2, 0.5f], -1).Logit(new FeatureVector([3, 4])));

    [Fact]
    public void Another_number_of_channels_is_an_error() =>
        Assert.Throws<ArgumentException>(() => new NonNegativeHead(Version, [2, 0.5f], -1).Logit(new FeatureVector([3])));

    [Theory]
    [InlineData("")]
    [InlineData("Upper")]
    [InlineData("a/b")]
    [InlineData("../x")]
    public void A_version_is_a_plain_name(string name) => Assert.Throws<ArgumentException>(() => new ModelVersion(name));
}
