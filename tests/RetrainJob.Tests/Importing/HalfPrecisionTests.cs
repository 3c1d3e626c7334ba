using StayPositive.Detector.Features;
using StayPositive.Detector.Models;
using StayPositive.Detector.Scans;
using StayPositive.RetrainJob.Importing;

namespace StayPositive.RetrainJob.Tests.Importing;

/// <summary><c>import --fp16</c> beside the same import in float32, on a CPU: what the rounding of the weights does to a logit.</summary>
public sealed class HalfPrecisionTests(ITestOutputHelper output)
{
    private static readonly string[] Sizes = ["97x353", "224x224", "255x257", "300x200", "64x64", "113x90"];

    [Theory]
    [InlineData("res18nodown")]
    [InlineData("res50nodown")]
    public void A_package_in_float16_scores_as_the_one_in_float32_up_to_its_rounding(string arch)
    {
        using var folder = new TemporaryFolder();
        PyTorch.Network(arch, seed: 11, folder["network.pth"]);
        var images = PyTorch.Images(folder.Path, Sizes);
        using var report = new StringWriter();
        Assert.Equal(0, ImportCommand.Run(folder["network.pth"], arch, folder["whole"], report, report));
        Assert.Equal(0, ImportCommand.Run(folder["network.pth"], arch, folder["half"], report, report, half: true));

        var (whole, half) = (Logits(folder["whole"], images), Logits(folder["half"], images));
        var worst = whole.Zip(half).Max(pair => Math.Abs(pair.First - pair.Second) / Math.Abs(pair.First));
        output.WriteLine(report.ToString());
        output.WriteLine($"{arch}: {Bytes(folder["half"])} bytes in float16, {Bytes(folder["whole"])} in float32; {images.Length} images, largest relative difference of a logit {worst:E1}");
        Assert.InRange(worst, 1e-9, 1e-2);
        Assert.InRange((double)Bytes(folder["half"]) / Bytes(folder["whole"]), 0.49, 0.51);
    }

    private static long Bytes(string package) => new FileInfo(Path.Combine(package, "backbone.onnx")).Length;

    private static double[] Logits(string package, string[] images)
    {
        using var scanner = new ImageScanner(ModelPackage.Load(package), new BackboneOptions { TileCells = 32 });
        return [.. images.Select(image => (double)scanner.Scan(File.ReadAllBytes(image), cancellation: TestContext.Current.CancellationToken).Verdict.Logit)];
    }
}
