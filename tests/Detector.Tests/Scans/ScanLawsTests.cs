using CsCheck;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Features;
using StayPositive.Detector.Models;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Tests.Models;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Detector.Tests.Scans;

public sealed class ScanLawsTests
{
    private static readonly Gen<(int Width, int Height, int Seed)> Sizes = Gen.Select(Gen.Int[8, 700], Gen.Int[8, 300], Gen.Int[0, 1000]);

    [Fact]
    public void The_mean_of_the_map_and_the_bias_are_the_logit()
    {
        using var scanner = new ImageScanner(Tiny.Stride8());
        Sizes.Sample(size =>
        {
            using var image = Pictures.Random(size.Width, size.Height, size.Seed);
            var scan = scanner.Scan(image);
            return Math.Abs(scan.Map!.Mean + scanner.Package.Head.Bias - scan.Verdict.Logit) <= 1e-5 * Math.Max(1, Math.Abs(scan.Verdict.Logit));
        }, iter: 12, threads: 1);
    }

    [Fact]
    public void More_evidence_never_lowers_the_logit() =>
        Gen.Select(Gen.Float[0, 100].Array[Tiny.Channels], Gen.Float[0, 100].Array[Tiny.Channels]).Sample((some, more) =>
            Tiny.Head(Tiny.Channels, 3, 0.5f).Logit(new FeatureVector(some.Zip(more, (a, b) => a + b).ToArray()))
            >= Tiny.Head(Tiny.Channels, 3, 0.5f).Logit(new FeatureVector(some)));

    [Fact]
    public void An_early_stop_never_contradicts_the_full_scan()
    {
        var stopped = 0;
        Sizes.Sample(size =>
        {
            using var image = Pictures.Random(size.Width + 600, size.Height, size.Seed);
            var package = Tiny.Stride8();
            using var scanner = new ImageScanner(package);
            var full = scanner.Scan(image);
            var threshold = full.Verdict.Logit * (size.Seed % 4) / 3 - 0.01f;
            package = package with { Calibration = Tiny.Calibrated(threshold, threshold - 1) };
            using var judging = new ImageScanner(package);
            var early = judging.Scan(image, new ScanOptions { EarlyStop = true });
            if (!early.StoppedEarly)
                return early.Verdict.Logit == full.Verdict.Logit;
            Interlocked.Increment(ref stopped);
            return early.Verdict.Decision == Decision.AiGenerated && early.Map is null && !early.Measurement!.Complete
                && early.Verdict.Logit > threshold && full.Verdict.Logit >= early.Verdict.Logit - 1e-5f;
        }, iter: 12, threads: 1);
        Assert.True(stopped > 0, "no scan stopped early, so nothing was tested");
    }

    [Fact]
    public async Task Eight_threads_give_what_one_gives()
    {
        using var scanner = new ImageScanner(Tiny.Stride8(), new BackboneOptions { Threads = 1 });
        var sizes = Enumerable.Range(0, 24).Select(n => (Width: 40 + n * 37, Height: 500 - n * 17)).ToArray();
        Scan Scan((int Width, int Height) size)
        {
            using var image = Pictures.Random(size.Width, size.Height, size.Width);
            return scanner.Scan(image);
        }

        var alone = sizes.Select(Scan).ToArray();
        var together = await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() => sizes.Skip(thread * 3).Concat(sizes.Take(thread * 3)).Select(Scan).ToArray())));
        foreach (var (scans, thread) in together.Select((scans, thread) => (scans, thread)))
        {
            for (var n = 0; n < sizes.Length; n++)
            {
                var expected = alone[(n + thread * 3) % sizes.Length];
                Assert.Equal(expected.Map!.Values.ToArray(), scans[n].Map!.Values.ToArray());
                Assert.Equal(expected.Verdict.Logit, scans[n].Verdict.Logit);
            }
        }
    }

    [Fact]
    public void A_windows_logit_can_be_recomputed_from_its_features_and_from_the_map()
    {
        using var scanner = new ImageScanner(Tiny.Stride8());
        using var image = Pictures.Random(640, 480, 5);
        var scan = scanner.Scan(image);
        Assert.Equal([64, 128, 256], scan.Measurement!.Heads[0].BestWindows.Select(window => window.SizePixels));
        foreach (var window in scan.Measurement.Heads[0].BestWindows)
        {
            Assert.Equal(scanner.Package.Head.Logit(window.Features), window.Logit);
            var cells =
                from row in Enumerable.Range(window.Y / 8, window.Height / 8)
                from column in Enumerable.Range(window.X / 8, window.Width / 8)
                select (double)scan.Map![row, column];
            Assert.Equal(cells.Average() + scanner.Package.Head.Bias, window.Logit, 1e-4);
        }
    }

    [Fact]
    public void Further_heads_are_measured_in_the_same_pass_as_if_alone()
    {
        var package = Tiny.Stride8();
        var other = new NonNegativeHead(new ModelVersion("other"), Tiny.Head(Tiny.Channels, 77, 0.2f).Weights, 0.2f);
        using var scanner = new ImageScanner(package);
        using var swapped = new ImageScanner(package with { Head = other });
        using var image = Pictures.Random(300, 200, 9);
        var both = scanner.Scan(image, new ScanOptions { MoreHeads = [other] }).Measurement!.Heads;
        var alone = swapped.Scan(image).Measurement!.Heads[0];
        Assert.Equal(2, both.Count);
        Assert.Equal(alone.Logit, both[1].Logit);
        Assert.Equal(alone.BestWindows.Select(window => (window.X, window.Y, window.Logit)), both[1].BestWindows.Select(window => (window.X, window.Y, window.Logit)));
    }

    [Fact]
    public void A_cancelled_scan_throws_and_the_next_one_is_unharmed()
    {
        using var scanner = new ImageScanner(Tiny.Stride8());
        using var image = Pictures.Random(900, 700, 3);
        var before = scanner.Scan(image);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => scanner.Scan(image, cancellation: cancelled.Token));
        Assert.Equal(before.Map!.Values.ToArray(), scanner.Scan(image).Map!.Values.ToArray());
    }

    [Fact]
    public void Masked_means_are_the_means_over_the_cells_of_each_side()
    {
        using var scanner = new ImageScanner(Tiny.Stride8());
        using var image = Pictures.Random(160, 120, 4);
        var mask = new bool[160 * 120];
        for (var i = 0; i < mask.Length; i++)
            mask[i] = i % 160 < 64;
        var rows = scanner.Extract(image, mask);
        var whole = scanner.Scan(image).Measurement!.Features.Values;
        for (var c = 0; c < Tiny.Channels; c++)
        {
            Assert.Equal(whole[c], rows.Whole.Values[c], 1e-4f);
            Assert.Equal(whole[c], (rows.Inside!.Values[c] * 8 + rows.Outside!.Values[c] * 12) / 20, 1e-3f);
        }

        Assert.Null(scanner.Extract(image).Inside);
        Assert.Throws<ArgumentException>(() => scanner.Extract(image, new bool[3]));
    }

    [Fact]
    public void A_refused_image_is_a_result()
    {
        using var scanner = new ImageScanner(Tiny.Stride8());
        var scan = scanner.Scan("not an image"u8.ToArray());
        Assert.Equal(Decision.NotScanned, scan.Verdict.Decision);
        Assert.NotNull(scan.Rejected);
        Assert.Null(scan.Measurement);
    }
}
