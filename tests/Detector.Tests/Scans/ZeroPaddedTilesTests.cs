using Microsoft.ML.OnnxRuntime;
using StayPositive.Detector.Features;
using StayPositive.Detector.Models;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Tests.Models;

namespace StayPositive.Detector.Tests.Scans;

/// <summary>Networks that pad with zeros in every layer: tiles against one run over the whole image, which is what the published detectors do.</summary>
public sealed class ZeroPaddedTilesTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-4;

    private static readonly (int Width, int Height)[] Sizes =
    [
        (1, 1), (1, 9), (7, 3), (8, 8), (9, 8), (63, 65), (97, 353), (353, 97), (255, 257), (256, 256), (257, 264), (264, 257), (272, 300), (313, 520), (600, 31), (31, 601), (512, 512), (513, 511),
        (776, 257), (641, 425),
    ];

    [Fact]
    public void Many_sizes_by_bottlenecks() => Compare(TinyResidual.Bottlenecks(), 32, [.. Sizes, (1200, 900)]);

    [Fact]
    public void Many_sizes_by_basic_blocks() => Compare(TinyResidual.BasicBlocks(), 32, Sizes);

    [Fact]
    public void All_residues_of_width_and_height() =>
        Compare(TinyResidual.BasicBlocks(2), 32, [.. from x in Enumerable.Range(0, 8) select (258 + x, 271 - x), .. from x in Enumerable.Range(0, 8) select (520 + x, 64 + x)]);

    [Fact]
    public void Larger_tiles() => Compare(TinyResidual.Bottlenecks(3), 64, [(1200, 900), (513, 1025)]);

    /// <summary>The halo is not larger than it has to be: with less, the zeros of the layers reach the cells that are kept.</summary>
    [Theory]
    [InlineData(48)]
    [InlineData(40)]
    [InlineData(24)]
    public void A_smaller_halo_would_be_wrong(int halo)
    {
        var package = TinyResidual.Bottlenecks();
        var difference = Difference(package with { Backbone = package.Backbone with { ReceptiveField = 2 * halo + 1 } }, 32, 600, 300);
        output.WriteLine($"with a halo of {halo} pixels: {difference:E1}");
        Assert.True(difference > Tolerance, $"{difference}");
    }

    [Fact]
    public void Features_that_are_not_finite_are_no_score()
    {
        var network = TinyResidual.Network(1, [1, 1, 1, 1], bottlenecks: false, stem: 1);
        var loud = network with { Stem = network.Stem with { Bias = [.. network.Stem.Bias.Select(_ => 3e38f)] }, Deviation = [1e-30f, 1e-30f, 1e-30f] };
        var (onnx, manifest) = ResidualWriter.Write(loud);
        using var scanner = new ImageScanner(TinyResidual.BasicBlocks() with { Backbone = manifest, BackboneBytes = onnx });
        using var image = Pictures.Random(40, 40, 1);
        Assert.Contains("not finite", Assert.Throws<InvalidOperationException>(() => scanner.Scan(image, cancellation: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    private void Compare(ModelPackage package, int tileCells, (int Width, int Height)[] sizes)
    {
        var worst = sizes.Max(size => Difference(package, tileCells, size.Width, size.Height));
        output.WriteLine($"{sizes.Length} sizes, largest difference {worst:E1} of the largest value");
        Assert.InRange(worst, 0, Tolerance);
    }

    /// <summary>Of a cell, of z and of the logit.</summary>
    private static double Difference(ModelPackage package, int tileCells, int width, int height)
    {
        using var image = Pictures.Random(width, height, width * 31 + height);
        using var scanner = new ImageScanner(package, new BackboneOptions { Threads = 1, TileCells = tileCells });
        var scan = scanner.Scan(image);
        var features = Whole(package, image.Pixels, width, height);
        var map = WholeImage.Evidence(package.Head, features);
        Assert.Equal(((width + 7) / 8, (height + 7) / 8), (scan.Map!.Width, scan.Map.Height));

        var (cells, z) = (map.Length, scan.Measurement!.Features.Values.ToArray());
        var byCell = map.Zip(scan.Map.Values.ToArray()).Max(pair => Math.Abs(pair.First - pair.Second)) / map.Max();
        var byChannel = z.Select((value, c) => Math.Abs(value - features.Skip(c * cells).Take(cells).Average(f => (double)f))).Max() / z.Max();
        var logit = map.Average() + package.Head.Bias;
        return Math.Max(Math.Max(byCell, byChannel), Math.Abs(scan.Verdict.Logit - logit) / Math.Abs(logit));
    }

    private static float[] Whole(ModelPackage package, ReadOnlySpan<byte> pixels, int width, int height)
    {
        var input = new float[pixels.Length];
        for (var i = 0; i < pixels.Length; i++)
            input[i % 3 * width * height + i / 3] = pixels[i] / 255f;
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        using var session = new InferenceSession(package.BackboneBytes.ToArray(), options);
        using var tensor = OrtValue.CreateTensorValueFromMemory(input, [1, 3, height, width]);
        using var run = new RunOptions();
        using var outputs = session.Run(run, [BackboneWriter.InputName], [tensor], [BackboneWriter.OutputName]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
