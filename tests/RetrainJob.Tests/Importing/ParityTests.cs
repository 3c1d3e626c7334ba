using StayPositive.Detector.Models;
using StayPositive.RetrainJob.Checkpoints;
using StayPositive.RetrainJob.Importing;

namespace StayPositive.RetrainJob.Tests.Importing;

/// <summary>The logit of an imported network against PyTorch's own, image by image: checkpoint by torch.save, pixels by Pillow, whole images.</summary>
public sealed class ParityTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-4;

    private static readonly string[] Small =
    [
        "1x1", "1x9", "7x1", "8x8", "9x8", "13x17", "16x16", "31x33", "40x24", "48x48", "50x51", "57x64", "64x64", "65x63", "72x40", "80x33", "96x96", "97x35", "99x101", "112x16",
        "113x113", "16x128", "120x57", "61x127", "128x32", "33x150", "129x17", "97x97", "56x113", "112x57", "140x100",
    ];

    private static readonly string[] Large = ["97x353", "353x97", "224x224", "255x257", "300x200", "331x333", "401x123", "512x384", "640x424", "1200x900"];

    [Fact]
    public void Thirty_images_of_many_sizes_by_ResNet_18_nodown() => Compare("res18nodown", "model", Small);

    [Fact]
    public void Thirty_images_of_many_sizes_by_ResNet_18() => Compare("res18", "parallel", Small);

    [Fact]
    public void Ten_small_images_by_ResNet_50_nodown() => Compare("res50nodown", "state_dict", Small.Where((_, n) => n % 3 == 0));

    [Fact]
    public void Thirty_images_of_many_sizes_by_ResNet_50() => Compare("res50", "net", Small);

    /// <summary>Takes about a quarter of an hour, nearly all of it in Debian's PyTorch: run by name.</summary>
    [Theory(Explicit = true)]
    [InlineData("res50nodown")]
    [InlineData("res18nodown")]
    [InlineData("res50")]
    [InlineData("res18")]
    public void Forty_images_of_all_sizes(string arch) => Compare(arch, "model", [.. Small, .. Large]);

    private void Compare(string arch, string layout, IEnumerable<string> sizes)
    {
        using var folder = new TemporaryFolder();
        PyTorch.Network(arch, seed: 11, folder["network.pth"], layout);
        var images = PyTorch.Images(folder.Path, sizes);
        var expected = PyTorch.Logits(arch, folder["network.pth"], images);

        var architecture = Architecture.All.Single(known => known.Name == arch);
        Importer.Run(folder["network.pth"], architecture, folder["package"]);
        var network = ImportedNetwork.Create(architecture, CheckpointReader.Read(folder["network.pth"]));
        using var whole = new WholeImageScore(BackbonePackage.Load(folder["package"]), network.HeadWeights, network.HeadBias);
        var worst = images.Zip(expected).Max(pair => Relative(pair.Second, whole.Logit(pair.First)));
        output.WriteLine($"{arch}: {images.Length} images, logits {expected.Min():F3} .. {expected.Max():F3}, largest relative difference {worst:E1}");
        Assert.Equal(sizes.Count(), expected.Length);
        Assert.InRange(expected.Max() - expected.Min(), 0.01, double.MaxValue); // they differ from image to image
        Assert.InRange(worst, 0, Tolerance);
    }

    private static double Relative(double expected, double actual) => Math.Abs(expected - actual) / Math.Abs(expected);
}
