using CsCheck;
using StayPositive.RetrainJob.Heads;

namespace StayPositive.RetrainJob.Tests.Heads;

public sealed class ThresholdCalibrationTests
{
    private static readonly int[] Sizes = [64, 128];

    [Fact]
    public void The_joint_rate_stays_within_the_stated_one_where_it_is_supported() => Gen.Int[0, 1000].Sample(seed =>
        ThresholdCalibration.Bins(Photos(400, 0.2, seed), Sizes).SelectMany(bin => bin.Thresholds)
            .Where(set => set.Supported).All(set => set.FalsePositives <= set.FalsePositiveRate * set.Photos), iter: 30);

    [Fact]
    public void A_rate_needs_three_photos_for_every_expected_false_positive()
    {
        var bin = ThresholdCalibration.Bins(Photos(299, 0.2, 1), Sizes)[1];
        Assert.Equal([false, true, true, true], bin.Thresholds.Select(set => set.Supported));
        Assert.All(bin.Thresholds, set => Assert.Equal(299, set.Photos));
        Assert.True(ThresholdCalibration.Bins(Photos(300, 0.2, 1), Sizes)[1].Thresholds[0].Supported);
    }

    [Fact]
    public void A_size_with_few_photos_borrows_and_never_falls_below_its_own_largest()
    {
        var photos = Photos(400, 0.2, 1).Append(new RealScan("large", 4, 50, new Dictionary<int, float> { [64] = -5, [128] = 70 })).ToArray();
        var bins = ThresholdCalibration.Bins(photos, Sizes);
        var (small, large) = (bins[1].Thresholds[0], bins[3].Thresholds[0]);
        Assert.False(large.Supported);
        Assert.Equal(1, large.Photos);
        Assert.Equal(0, large.FalsePositives);
        Assert.Equal(50, large.Global);
        Assert.Equal(small.Windows[64], large.Windows[64]);
        Assert.Equal(70, large.Windows[128]);
    }

    [Fact]
    public void A_window_size_that_hardly_any_photo_has_is_not_used()
    {
        var photos = Photos(400, 0.2, 1).Select((photo, n) => photo with { Windows = n < 5 ? photo.Windows : new Dictionary<int, float> { [64] = photo.Windows[64] } }).ToArray();
        Assert.Equal([64], ThresholdCalibration.Bins(photos, Sizes)[1].Thresholds[0].Windows.Keys);
    }

    [Fact]
    public void Stricter_rates_have_higher_thresholds()
    {
        var sets = ThresholdCalibration.Bins(Photos(400, 0.2, 3), Sizes)[1].Thresholds;
        Assert.Equal(sets.Select(set => set.Global).OrderDescending(), sets.Select(set => set.Global));
    }

    [Fact]
    public void Many_photos_do_not_overflow_a_rank()
    {
        var random = new Random(1);
        RealScan[] photos = [.. Enumerable.Range(0, 150_000).Select(n => (n, Logit: random.NextSingle())).Select(one => new RealScan($"{one.n}", 0.2, one.Logit, new Dictionary<int, float> { [64] = one.Logit }))];
        var set = ThresholdCalibration.Bins(photos, [64])[1].Thresholds[3];
        Assert.Equal((0.1, 15_000, set.Global), (set.FalsePositiveRate, set.FalsePositives, set.Windows[64]));
    }

    private static RealScan[] Photos(int count, double megapixels, int seed)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count)
            .Select(n => new RealScan($"{n}", megapixels, random.NextSingle(), Sizes.ToDictionary(size => size, _ => 2 * random.NextSingle())))
            .ToArray();
    }
}
