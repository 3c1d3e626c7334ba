using StayPositive.Detector.Features;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Tests.Models;

namespace StayPositive.Detector.Tests.Scans;

public sealed class DisposalTests
{
    private static readonly BackboneOptions SmallTiles = new() { Threads = 1, TileCells = 32 };

    /// <summary>Freeing the session under a scan ends the process, not only the test.</summary>
    [Fact]
    public async Task Scans_under_way_outlive_the_disposal_and_later_ones_are_told()
    {
        using var image = Pictures.Random(500, 400, 1);
        using var alone = new ImageScanner(Tiny.Stride8(), SmallTiles);
        var expected = alone.Scan(image, cancellation: TestContext.Current.CancellationToken).Verdict.Logit;
        for (var round = 0; round < 10; round++)
        {
            using var scanner = new ImageScanner(Tiny.Stride8(), SmallTiles);
            using var begun = new CountdownEvent(4);
            var scans = Enumerable.Range(0, 4).Select(_ => Task.Run(ScanUntilDisposed)).ToArray();
            begun.Wait(TestContext.Current.CancellationToken);
            scanner.Dispose();
            scanner.Dispose();
            Assert.All(await Task.WhenAll(scans), logits => Assert.All(logits, logit => Assert.Equal(expected, logit)));
            Assert.Throws<ObjectDisposedException>(() => scanner.Scan(image, cancellation: TestContext.Current.CancellationToken));

            List<float> ScanUntilDisposed()
            {
                var logits = new List<float>();
                try
                {
                    while (true)
                    {
                        logits.Add(scanner.Scan(image).Verdict.Logit);
                        if (logits.Count == 1)
                            begun.Signal();
                    }
                }
                catch (ObjectDisposedException)
                {
                    return logits;
                }
            }
        }
    }

    [Fact]
    public void Scanners_share_a_backbone_that_outlives_them()
    {
        using var image = Pictures.Random(200, 150, 1);
        var package = Tiny.Stride8();
        var other = package with { Head = Tiny.Head(Tiny.Channels, 7, 0.5f) };
        using var backbone = Backbone.Create(package, SmallTiles);
        using var alone = new ImageScanner(other, SmallTiles);
        var expected = alone.Scan(image, cancellation: TestContext.Current.CancellationToken).Verdict.Logit;
        using (var first = new ImageScanner(package, backbone))
            Assert.NotEqual(expected, first.Scan(image, cancellation: TestContext.Current.CancellationToken).Verdict.Logit);
        using var second = new ImageScanner(other, backbone);
        Assert.Equal(expected, second.Scan(image, cancellation: TestContext.Current.CancellationToken).Verdict.Logit);
        Assert.Throws<ArgumentException>(() => new ImageScanner(Tiny.Stride8(seed: 2), backbone));
    }
}
