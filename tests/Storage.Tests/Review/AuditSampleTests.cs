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
}
