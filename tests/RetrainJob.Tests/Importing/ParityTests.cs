using StayPositive.Detector.Features;
using StayPositive.Detector.Models;
using StayPositive.Detector.Scans;
using StayPositive.RetrainJob.Checkpoints;
using StayPositive.RetrainJob.Importing;

namespace StayPositive.RetrainJob.Tests.Importing;

/// <summary>The logit of an imported network against PyTorch's own, image by image: checkpoint by torch.save, pixels by Pillow, whole images.</summary>
public sealed class ParityTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-4;

    private static readonly string[] Small =
    [
        "8x8", "9x8", "8x13", "13x17", "16x16", "31x33", "40x24", "48x48", "50x51", "57x64", "64x64", "65x63", "72x40", "80x33", "96x16", "97x35", "35x97", "99x11", "112x16", "11x113",
        "113x9", "16x128", "57x41", "61x27", "128x32", "33x50", "29x17", "47x47", "56x13", "23x57", "97x353",
    ];

    private static readonly string[] Large = ["353x97", "224x224", "255x257", "300x200", "331x333", "401x123", "512x384", "640x424", "1200x900"];

    [Fact]
    public void Thirty_images_of_many_sizes_by_ResNet_18_nodown() => Compare("res18nodown", "model", Small);

    [Fact]
    public void Ten_images_by_ResNet_50_nodown() => Compare("res50nodown", "state_dict", Small.Where((_, n) => n % 3 == 0));

    [Fact]
    public void Thirty_images_of_many_sizes_by_ResNet_18() => Compare("res18", "parallel", Small);

    [Fact]
    public void Ten_images_by_ResNet_50() => Compare("res50", "net", Small.Where((_, n) => n % 3 == 0));

    /// <summary>Takes about a quarter of an hour, nearly all of it in Debian's PyTorch: run by name.</summary>
    [Theory(Explicit = true)]
    [InlineData("res50nodown")]
    [InlineData("res18nodown")]
    [InlineData("res50")]
    [InlineData("res18")]
    public void Thirty_images_of_all_sizes_and_nine_large_ones(string arch) => Compare(arch, "model", [.. Small, .. Large]);

    private void Compare(string arch, string layout, IEnumerable<string> sizes)
    {
        using var folder = new TemporaryFolder();
        PyTorch.Network(arch, seed: 11, folder["network.pth"], layout);
        var images = PyTorch.Images(folder.Path, sizes);
        var expected = PyTorch.Logits(arch, folder["network.pth"], images);

        var architecture = Architecture.All.Single(known => known.Name == arch);
        Importer.Run(folder["network.pth"], architecture, folder["package"]);
        var actual = Scores(architecture, folder, images);
        var worst = expected.Zip(actual).Max(pair => Math.Abs(pair.First - pair.Second) / Math.Abs(pair.First));
        output.WriteLine($"{arch}: {images.Length} images, logits {expected.Min():F3} .. {expected.Max():F3}, largest relative difference {worst:E1}");
        Assert.Equal(sizes.Count(), expected.Length);
        Assert.InRange(expected.Max() - expected.Min(), 0.01, double.MaxValue); // they differ from image to image
        Assert.InRange(worst, 0, Tolerance);
    }

    /// <summary>By the scanner, in tiles of 256 pixels; a network that it does not take, in one run.</summary>
    private static double[] Scores(Architecture architecture, TemporaryFolder folder, string[] images)
    {
        if (architecture.StemStride == 1)
        {
            using var scanner = new ImageScanner(ModelPackage.Load(folder["package"]), new BackboneOptions { TileCells = 32 });
            return [.. images.Select(image => (double)scanner.Scan(File.ReadAllBytes(image), cancellation: TestContext.Current.CancellationToken).Verdict.Logit)];
        }

        var network = ImportedNetwork.Create(architecture, CheckpointReader.Read(folder["network.pth"]));
        using var whole = new WholeImageScore(BackbonePackage.Load(folder["package"]), network.HeadWeights, network.HeadBias);
        return [.. images.Select(whole.Logit)];
    }
}
