using StayPositive.Detector.Features;
using StayPositive.Detector.Models;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Tests.Models;

namespace StayPositive.Detector.Tests.Scans;

public sealed class TiledEqualsWholeTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-4;

    [Fact]
    public void All_64_residues_of_width_and_height() =>
        Compare(Tiny.Stride8(), from x in Enumerable.Range(0, 8) from y in Enumerable.Range(0, 8) select (512 + x * 9, 65 + y * 9));

    [Fact]
    public void Tiny_and_long_images() => Compare(Tiny.Stride8(), [(8, 8), (9, 13), (1, 1), (1, 9), (2, 1), (3, 64), (2000, 9), (9, 2000), (512, 512), (513, 520), (1024, 40)]);

    [Fact]
    public void Another_field_and_stride() => Compare(Tiny.Stride4(), [(8, 8), (1, 1), (255, 256), (257, 259), (700, 31), (9, 600)]);

    private void Compare(ModelPackage package, IEnumerable<(int Width, int Height)> sizes)
    {
        using var scanner = new ImageScanner(package, new BackboneOptions { Threads = 1 });
        using var whole = new WholeImage(package);
        var worst = 0.0;
        foreach (var (width, height) in sizes)
        {
            using var image = Pictures.Random(width, height, width * 31 + height);
            var scan = scanner.Scan(image);
            var (features, rows, columns) = whole.Features(image);
            var map = WholeImage.Evidence(package.Head, features);

            Assert.Equal((columns, rows), (scan.Map!.Width, scan.Map.Height));
            for (var i = 0; i < map.Length; i++)
                Note(map[i], scan.Map.Values[i], $"cell {i} of {width} x {height}");
            Note(map.Average() + package.Head.Bias, scan.Verdict.Logit, $"logit of {width} x {height}");
            for (var c = 0; c < package.Backbone.Channels; c++)
                Note(features.Skip(c * map.Length).Take(map.Length).Average(v => (double)v), scan.Measurement!.Features.Values[c], $"z[{c}] of {width} x {height}");
            Assert.InRange(Math.Abs(scan.Map.Mean + package.Head.Bias - scan.Verdict.Logit), 0, 1e-5);
        }

        output.WriteLine($"largest difference {worst:E2}");

        void Note(double expected, double actual, string what)
        {
            var difference = Math.Abs(expected - actual);
            worst = Math.Max(worst, difference);
            Assert.True(difference <= Tolerance, $"{what}: {actual} instead of {expected}");
        }
    }
}
