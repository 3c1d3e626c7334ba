using CsCheck;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Review;

namespace StayPositive.Storage.Tests.Review;

public sealed class AuditSampleTests
{
    private static readonly byte[] Key = new byte[32];

    [Fact]
    public void The_draw_depends_on_nothing_but_key_and_content_and_grows_with_the_rate() => Gen.Select(Gen.Byte.Array, Gen.Double[0, 1], Gen.Double[0, 1]).Sample((content, a, b) =>
    {
        var hash = ContentHash.Of(content);
        var (low, high) = (AuditSample.Draw(Key, hash, Math.Min(a, b)), AuditSample.Draw(Key, hash, Math.Max(a, b)));
        Assert.Equal(low, AuditSample.Draw(Key, ContentHash.Parse(hash.Hex), Math.Min(a, b)));
        Assert.True(!low.Drawn || high.Drawn);
        Assert.Equal(Math.Min(a, b), low.Probability);
        Assert.False(AuditSample.Draw(Key, hash, 0).Drawn);
        Assert.True(AuditSample.Draw(Key, hash, 1).Drawn);
    });

    /// <summary>100,000 contents at 0.5%: 500 expected, standard deviation 22.3; the bounds are 5 of them.</summary>
    [Fact]
    public void The_share_is_the_rate_and_another_key_draws_others()
    {
        var hashes = Enumerable.Range(0, 100_000).Select(n => ContentHash.Of(BitConverter.GetBytes(n))).ToArray();
        var drawn = hashes.Where(hash => AuditSample.Draw(Key, hash).Drawn).ToHashSet();
        Assert.InRange(drawn.Count, 388, 612);
        var other = hashes.Where(hash => AuditSample.Draw([.. Key[..31], 1], hash).Drawn).ToArray();
        Assert.InRange(other.Length, 388, 612);
        Assert.InRange(other.Count(drawn.Contains), 0, 15); // 2.5 expected
    }

    [Fact]
    public void A_rate_outside_0_to_1_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => AuditSample.Draw(Key, ContentHash.Of("a"u8), 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => AuditSample.Draw(Key, ContentHash.Of("a"u8), double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => AuditSample.Draw(Key.AsSpan(0, 8), ContentHash.Of("a"u8)));
    }

    [Fact]
    public void The_rate_of_a_day_is_never_below_that_of_the_settings_nor_above_1_and_falls_with_the_number_of_contents() =>
        Gen.Select(Gen.Double[0, 1], Gen.Int[0, 1000], Gen.Long[0, 10_000_000], Gen.Long[0, 10_000_000]).Sample((rate, atLeast, one, other) =>
        {
            var (few, many) = (AuditSample.RateFor(rate, atLeast, Math.Max(1, Math.Min(one, other))), AuditSample.RateFor(rate, atLeast, Math.Max(1, Math.Max(one, other))));
            Assert.InRange(many, rate, few);
            Assert.InRange(few, rate, 1);
            Assert.Equal(rate, AuditSample.RateFor(rate, atLeast, 0));
            Assert.Equal(rate, AuditSample.RateFor(rate, 0, one));
        });

    /// <summary>20 wanted a day of 10,000 contents, over 100 days: fewer come on no more than some of them.</summary>
    [Fact]
    public void As_many_as_wanted_are_drawn_of_a_day_as_busy_as_the_one_before()
    {
        var rate = AuditSample.RateFor(0, 20, 10_000);
        var tooFew = 0;
        for (var day = 0; day < 100; day++)
            tooFew += Enumerable.Range(0, 10_000).Count(n => AuditSample.Draw(Key, ContentHash.Of(BitConverter.GetBytes(day * 10_000 + n)), rate).Drawn) < 20 ? 1 : 0;
        Assert.InRange(tooFew, 0, 4); // 0.5 expected: Poisson(33.4) is below 20 with 0.005
    }
}
