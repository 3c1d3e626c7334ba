using CsCheck;
using StayPositive.Detector.Decoding;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Features;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Tests.Models;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Detector.Tests.Scans;

public sealed class ScanLawTests
{
    private static readonly BackboneOptions SmallTiles = new() { Threads = 1, TileCells = 32 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Mean_of_the_map_and_bias_are_the_logit_and_windows_are_rejudged_from_their_features()
    {
        var package = Tiny.Stride8();
        using var scanner = new ImageScanner(package, SmallTiles);
        Gen.Select(Gen.Int[16, 700], Gen.Int[16, 700], Gen.Int[0, 1000]).Sample(
            (width, height, seed) =>
            {
                using var image = Pictures.Random(width, height, seed);
                var scan = scanner.Scan(image, cancellation: Token);
                var head = scan.Measurement!.Heads[0];
                Assert.InRange(Math.Abs(scan.Map!.Mean + package.Head.Bias - head.Logit), 0, 1e-5);
                Assert.InRange(Math.Abs(package.Head.Logit(scan.Measurement.Features) - head.Logit), 0, 1e-5);
                Assert.Equal(scan.Map.Max, head.MaxCell);
                foreach (var window in head.BestWindows)
                {
                    Assert.Equal(package.Head.Logit(window.Features), window.Logit);
                    Assert.InRange(Math.Abs(Mean(scan.Map, window.X / 8, window.Y / 8, window.SizePixels / 8) + package.Head.Bias - window.Logit), 0, 1e-4);
                    Assert.InRange(Best(scan.Map, window.SizePixels / 8) + package.Head.Bias - window.Logit, -1e-4, 1e-4);
                }
            },
            iter: 25, threads: 1);
    }

    [Fact]
    public void More_evidence_never_lowers_the_logit()
    {
        var grid = new CellGrid(300, 200, 8, 49);
        var tile = TileShape.For(grid, 64);
        var gen = Gen.Select(Gen.Float[0, 5].Array[tile.Cells * Tiny.Channels], Gen.Int[0, tile.Cells * Tiny.Channels - 1], Gen.Float[0, 100], Gen.Int[0, 99]);
        gen.Sample(
            (features, at, more, seed) =>
            {
                var head = Tiny.Head(Tiny.Channels, seed, -1);
                var before = Logit(features);
                features[at] += more;
                Assert.True(Logit(features) >= before);

                double Logit(float[] values)
                {
                    using var evidence = new EvidenceAccumulator(grid, Tiny.Channels, tile, [head]);
                    evidence.Add(values, 0, 0);
                    return evidence.Logit(head);
                }
            },
            iter: 100, threads: 1);
    }

    [Fact]
    public void An_early_stop_never_contradicts_the_full_scan()
    {
        var package = Tiny.Stride8();
        using var scanner = new ImageScanner(package, SmallTiles);
        var stopped = 0;
        for (var seed = 0; seed < 24; seed++)
        {
            using var image = Pictures.Random(600, 520, seed);
            var logit = scanner.Scan(image, cancellation: Token).Verdict.Logit;
            foreach (var threshold in new[] { logit - 1, logit - 0.1f, MathF.BitDecrement(logit), logit, MathF.BitIncrement(logit), package.Head.Bias * 0.5f })
            {
                using var judged = new ImageScanner(package with { Calibration = Tiny.Calibrated(threshold, threshold - 1) }, SmallTiles);
                var full = judged.Scan(image, cancellation: Token);
                var early = judged.Scan(image, new ScanOptions { EarlyStop = true }, cancellation: Token);
                Assert.Equal(logit > threshold, full.Measurement!.Heads[0].Logit > threshold);
                if (!early.StoppedEarly)
                {
                    Assert.Equal(full.Verdict.Decision, early.Verdict.Decision);
                    Assert.Equal(full.Verdict.Logit, early.Verdict.Logit);
                    continue;
                }

                stopped++;
                Assert.Equal(Decision.AiGenerated, early.Verdict.Decision);
                Assert.Null(early.Map);
                Assert.False(early.Measurement!.Complete);
                Assert.True(early.Verdict.Logit <= full.Verdict.Logit);
                Assert.True(early.Verdict.Logit > threshold);
                Assert.True(full.Verdict.Logit > threshold);
            }
        }

        Assert.True(stopped > 0);
    }

    [Fact]
    public void Eight_threads_give_what_one_gives()
    {
        var package = Tiny.Stride8();
        using var scanner = new ImageScanner(package, SmallTiles);
        var sizes = Enumerable.Range(0, 48).Select(i => (Width: 60 + i * 37 % 500, Height: 40 + i * 53 % 400, Seed: i)).ToArray();
        var alone = sizes.Select(Scan).ToArray();
        var together = new float[sizes.Length][];

        Parallel.For(0, sizes.Length, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken }, i => together[i] = Scan(sizes[i]));

        Assert.Equal(alone, together);

        float[] Scan((int Width, int Height, int Seed) of)
        {
            using var image = Pictures.Random(of.Width, of.Height, of.Seed);
            return scanner.Scan(image, cancellation: Token).Map!.Values.ToArray();
        }
    }

    [Fact]
    public void More_heads_are_measured_as_alone()
    {
        var package = Tiny.Stride8();
        var other = Tiny.Head(Tiny.Channels, 7, 0.2f);
        using var image = Pictures.Random(300, 260, 3);
        using var scanner = new ImageScanner(package, SmallTiles);
        using var alone = new ImageScanner(package with { Head = other }, SmallTiles);

        var both = scanner.Scan(image, new ScanOptions { MoreHeads = [other] }, cancellation: Token).Measurement!.Heads;
        var one = alone.Scan(image, cancellation: Token).Measurement!.Heads[0];

        Assert.Equal(2, both.Count);
        Assert.Equal(one.Logit, both[1].Logit);
        Assert.Equal(one.BestWindows.Select(window => (window.X, window.Y, window.Logit)), both[1].BestWindows.Select(window => (window.X, window.Y, window.Logit)));
        Assert.Throws<ArgumentException>(() => scanner.Scan(image, new ScanOptions { MoreHeads = [Tiny.Head(3, 1, 0)] }, cancellation: Token));
    }

    [Fact]
    public void A_cancelled_scan_throws_and_the_scanner_goes_on()
    {
        using var scanner = new ImageScanner(Tiny.Stride8(), SmallTiles);
        using var image = Pictures.Random(200, 200, 1);
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => scanner.Scan(image, cancellation: source.Token));
        Assert.NotNull(scanner.Scan(image, cancellation: Token).Map);
    }

    [Fact]
    public void A_refused_file_is_a_result()
    {
        using var scanner = new ImageScanner(Tiny.Stride8(), SmallTiles);

        var scan = scanner.Scan(new byte[] { 1, 2, 3 }, cancellation: Token);

        Assert.Equal(Decision.NotScanned, scan.Verdict.Decision);
        Assert.Equal(RejectionCode.UnsupportedFormat, scan.Rejected!.Code);
        Assert.Null(scan.Verdict.Probability);
    }

    [Fact]
    public void Features_inside_a_mask_weigh_cells_by_area_and_those_outside_leave_out_what_it_touches()
    {
        var package = Tiny.Stride8();
        using var scanner = new ImageScanner(package, SmallTiles);
        using var whole = new WholeImage(package);
        using var image = Pictures.Random(301, 277, 4);
        var mask = new bool[301 * 277];
        for (var y = 40; y < 200; y++)
            mask.AsSpan(y * 301 + 83, 120).Fill(true);

        var rows = scanner.Extract(image, mask, cancellation: Token);

        var (features, down, across) = whole.Features(image);
        for (var c = 0; c < Tiny.Channels; c++)
        {
            var (inside, weight, outside, all) = (0.0, 0.0, new List<float>(), new List<float>());
            for (var cell = 0; cell < down * across; cell++)
            {
                var pixels = (from y in Enumerable.Range(cell / across * 8, 8) from x in Enumerable.Range(cell % across * 8, 8) where x < 301 && y < 277 select mask[y * 301 + x]).ToArray();
                var value = features[c * down * across + cell];
                all.Add(value);
                var share = (double)pixels.Count(inMask => inMask) / pixels.Length;
                (inside, weight) = (inside + share * value, weight + share);
                if (!pixels.Contains(true))
                    outside.Add(value);
            }

            Assert.InRange(rows.Whole.Values[c] - all.Average(), -1e-4, 1e-4);
            Assert.InRange(rows.Inside!.Values[c] - inside / weight, -1e-4, 1e-4);
            Assert.InRange(rows.Outside!.Values[c] - outside.Average(), -1e-4, 1e-4);
        }

        Assert.Null(scanner.Extract(image, cancellation: Token).Inside);
        Assert.Null(scanner.Extract(image, new bool[301 * 277], cancellation: Token).Inside);
        Assert.Throws<ArgumentException>(() => scanner.Extract(image, new bool[5], cancellation: Token));
    }

    private static double Best(EvidenceMap map, int cells)
    {
        var best = double.NegativeInfinity;
        for (var row = 0; row == 0 || row + cells <= (map.Height + 1) / 2 * 2; row += 2)
            for (var column = 0; column == 0 || column + cells <= (map.Width + 1) / 2 * 2; column += 2)
                best = Math.Max(best, Mean(map, column, row, cells));
        return best;
    }

    private static double Mean(EvidenceMap map, int column, int row, int cells)
    {
        var (sum, count) = (0.0, 0);
        for (var i = row; i < Math.Min(row + cells, map.Height); i++)
            for (var j = column; j < Math.Min(column + cells, map.Width); j++, count++)
                sum += map[i, j];
        return sum / count;
    }
}
