using StayPositive.Detector.Evidence;
using StayPositive.Detector.Features;
using StayPositive.Detector.Models;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Tests.Models;
using StayPositive.Detector.Tests.Scans;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Detector.Tests.Verdicts;

public sealed class SecondLookTests
{
    private static readonly Policy Twice = new() { SecondLook = true };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(-0.1f, false)] // far below the lenient threshold 1: no findings
    [InlineData(0.5f, true)]
    [InlineData(1.5f, false)] // uncertain as it is
    [InlineData(2.5f, true)]
    [InlineData(3.5f, false)]
    public void An_image_is_borderline_within_one_step_outside_of_the_uncertain_band(float logit, bool borderline) =>
        Assert.Equal(borderline, Judge.IsBorderline(Measured(logit), Tiny.Calibrated(), Twice));

    [Fact]
    public void A_window_makes_an_image_borderline_too()
    {
        var near = Measured(-5, new EvidenceWindow(0, 0, 64, 64, 64, 2.6f, Vector));
        var clear = Measured(-5, new EvidenceWindow(0, 0, 64, 64, 64, 3.6f, Vector));

        Assert.True(Judge.IsBorderline(near, Tiny.Calibrated(), Twice));
        Assert.False(Judge.IsBorderline(clear, Tiny.Calibrated(), Twice));
    }

    [Theory]
    [InlineData(2.5f, 2.4f, 2.6f, Decision.AiGenerated)]
    [InlineData(2.5f, 1.9f, 2.6f, Decision.Uncertain)]
    [InlineData(0.5f, 0.4f, 1.9f, Decision.NoFindings)]
    [InlineData(0.5f, 0.4f, 2.1f, Decision.Uncertain)]
    public void Decisions_that_disagree_make_it_uncertain(float logit, float jpeg, float resized, Decision expected)
    {
        var measurement = Measured(logit) with { Reexaminations = [Look("jpeg:85", jpeg), Look("resize:0.9", resized)] };

        var verdict = Judge.Decide(measurement, Tiny.Calibrated(), Twice, covered: null);

        Assert.Equal(expected, verdict.Decision);
        Assert.Equal(logit > 2 ? Decision.AiGenerated : Decision.NoFindings, verdict.SecondLook!.First);
        Assert.Equal([jpeg > 2, resized > 2], verdict.SecondLook.Opinions.Select(opinion => opinion.Finding));
        Assert.Null(Judge.Decide(measurement, Tiny.Calibrated(), Twice with { SecondLook = false }, covered: null).SecondLook);
    }

    [Fact]
    public void The_crop_of_a_large_image_is_compared_with_itself()
    {
        var measurement = Measured(2.5f) with { Reexaminations = [Look("none", 1), Look("jpeg:85", 1.1f), Look("resize:0.9", 0.9f)] };

        Assert.Equal(Decision.AiGenerated, Judge.Decide(measurement, Tiny.Calibrated(), Twice, covered: null).Decision);
    }

    [Fact]
    public void Only_borderline_images_are_looked_at_again_and_the_verdict_follows_from_the_measurement()
    {
        var package = Tiny.Stride8();
        var options = new BackboneOptions { Threads = 1, TileCells = 32 };
        using var plain = new ImageScanner(package, options);
        using var image = Pictures.Random(300, 200, 1);
        var logit = plain.Scan(image, cancellation: Token).Verdict.Logit;
        foreach (var (strict, looked) in new[] { (logit + 100, false), (logit - 0.5f, true), (logit - 100, false) })
        {
            var calibration = Only(strict);
            using var scanner = new ImageScanner(package with { Calibration = calibration }, options);

            var once = scanner.Scan(image, cancellation: Token);
            var scan = scanner.Scan(image, policy: Twice, cancellation: Token);

            Assert.Empty(once.Measurement!.Reexaminations);
            Assert.Equal(looked ? ["jpeg:85", "resize:0.9"] : [], scan.Measurement!.Reexaminations.Select(look => look.Reencoding));
            Assert.Equal(looked, scan.Verdict.SecondLook is not null);
            Assert.Equal(Judge.Decide(scan.Measurement, calibration, Twice, covered: null).Decision, scan.Verdict.Decision);
            Assert.Equal(once.Verdict.Logit, scan.Verdict.Logit);
        }
    }

    [Fact]
    public void Of_a_large_image_a_crop_of_at_most_4_megapixels_is_looked_at()
    {
        foreach (var (width, height) in new[] { (2000, 2000), (2001, 2000), (9000, 700), (300, 20000), (9000, 9000) })
        {
            var scan = new Scan(
                new Verdict(Decision.Inpainted, 0, 0.5, 0.01, Tiny.Calibrated().For(1, 0.01), new Region(width - 50, height - 60, 40, 40, 0.01, new RegionMask(1, 1, [true])), new ModelVersion("m"), "p", ""),
                null, Measured(0) with { Width = width, Height = height }, null, null, new ScanTimings(default, default, default), StoppedEarly: false);

            var box = SecondLooks.Box(scan);

            Assert.InRange((long)box.Width * box.Height, 1, 4_000_000);
            Assert.True(box.X >= 0 && box.Y >= 0 && box.X + box.Width <= width && box.Y + box.Height <= height);
            Assert.True(box.X + box.Width >= width - 30 && box.Y + box.Height >= height - 40, $"{box} misses the region of {width} x {height}");
        }
    }

    private static FeatureVector Vector => new(new float[Tiny.Channels]);

    private static Measurement Measured(float logit, params EvidenceWindow[] windows) =>
        new("hash", 1, null, 1000, 1000, Vector, [new HeadMeasurement(new ModelVersion("m"), logit, windows, 0)], Complete: true);

    private static Reexamination Look(string reencoding, float logit) =>
        new(reencoding, 900, 900, new HeadMeasurement(new ModelVersion("m"), logit, [], 0));

    /// <summary>Global thresholds only.</summary>
    private static Calibration Only(float strict) => new(
        [new SizeBin(0, 1000, [Set(0.01, strict), Set(0.05, strict - 1)])], 1, 0);

    private static ThresholdSet Set(double rate, float value) => new(
        rate, value, new Dictionary<int, float> { [64] = 1e6f, [128] = 1e6f, [256] = 1e6f }, 300, 3, true);
}
