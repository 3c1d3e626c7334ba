using StayPositive.Detector.Features;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Tests.Models;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Detector.Tests.Scans;

public sealed class RegionTests
{
    private static readonly BackboneOptions SmallTiles = new() { Threads = 1, TileCells = 32 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Its logit comes from features, its place from the map: the two differ in their last bits.</summary>
    [Fact]
    public void A_window_that_passes_by_the_last_bit_has_a_region()
    {
        using var scanner = new ImageScanner(Tiny.Stride8(), SmallTiles);
        foreach (var seed in Enumerable.Range(0, 40))
        {
            using var image = Pictures.Random(400, 300, seed);
            foreach (var window in scanner.Scan(image, cancellation: Token).Measurement!.Heads[0].BestWindows)
            {
                using var judged = Judged(window.SizePixels, MathF.BitDecrement(window.Logit), new Policy());
                var verdict = judged.Scan(image, cancellation: Token).Verdict;
                Assert.Equal(Decision.Inpainted, verdict.Decision);
                Assert.NotNull(verdict.Region);
            }
        }
    }

    [Fact]
    public void A_size_that_the_policy_leaves_out_finds_nothing()
    {
        using var image = Pictures.Random(400, 300, 1);
        using var scanner = Judged(64, -100, new Policy { WindowSizes = [128] });
        var verdict = scanner.Scan(image, cancellation: Token).Verdict;
        Assert.Equal(Decision.NoFindings, verdict.Decision);
        Assert.Null(verdict.Region);
    }

    [Fact]
    public void A_policy_with_a_rate_that_the_model_lacks_is_refused_before_the_scan()
    {
        using var scanner = new ImageScanner(Tiny.Stride8(), SmallTiles);
        Assert.Throws<ArgumentOutOfRangeException>(() => scanner.Scan(ReadOnlyMemory<byte>.Empty, policy: new Policy { FalsePositiveRate = 0.002 }, cancellation: Token));
        Assert.Throws<ArgumentOutOfRangeException>(() => scanner.Scan(ReadOnlyMemory<byte>.Empty, policy: new Policy { Prevalence = 0 }, cancellation: Token));
    }

    /// <summary>Only windows of one size can pass.</summary>
    private static ImageScanner Judged(int size, float threshold, Policy policy)
    {
        var set = new ThresholdSet(0.01, 1e6f, new Dictionary<int, float> { [size] = threshold }, 0, 0, false);
        var calibration = new Calibration([new SizeBin(0, 1000, [set, set with { FalsePositiveRate = 0.05 }])], 1, 0);
        return new ImageScanner(Tiny.Stride8() with { Calibration = calibration, Policy = policy }, SmallTiles);
    }
}
