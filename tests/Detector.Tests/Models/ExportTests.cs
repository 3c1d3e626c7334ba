using StayPositive.Detector.Models;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Tests.Scans;

namespace StayPositive.Detector.Tests.Models;

public sealed class ExportTests
{
    /// <summary>Two orders of adding up float32 numbers.</summary>
    private const float Rounding = 2e-4f;

    [Theory]
    [InlineData(49, 49)]
    [InlineData(64, 64)]
    [InlineData(131, 77)]
    [InlineData(300, 555)]
    public void An_exported_model_pads_by_itself_and_gives_the_scanners_logit(int width, int height) => Compare(Tiny.Stride8(), width, height);

    [Theory]
    [InlineData(17, 9)]
    [InlineData(131, 300)]
    public void An_exported_network_that_pads_with_zeros_gives_the_scanners_logit(int width, int height) => Compare(TinyResidual.BasicBlocks(), width, height);

    [Fact]
    public void An_exported_model_is_the_same_bytes_every_time_and_no_backbone_for_the_scanner()
    {
        var package = Tiny.Stride8();
        var exported = ExportWriter.Write(package);
        Assert.Equal(exported, ExportWriter.Write(package));
        var manifest = package.Backbone with { Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(exported)) };
        Assert.Throws<ModelRefusedException>(() => OnnxCheck.Check(exported, manifest));
    }

    private static void Compare(ModelPackage package, int width, int height)
    {
        using var scanner = new ImageScanner(package);
        using var exported = new ExportedModel(ExportWriter.Write(package));
        using var image = Pictures.Random(width, height, width + height);
        var scan = scanner.Scan(image);
        var (logit, probability) = exported.Run(image);
        var logitGap = Math.Abs(logit - scan.Verdict.Logit);
        var probabilityGap = Math.Abs(probability - scan.Verdict.Probability!.Value);
        TestContext.Current.SendDiagnosticMessage("{0} x {1}: logit {2} differs by {3:E1}, probability by {4:E1}", width, height, scan.Verdict.Logit, logitGap, probabilityGap);
        Assert.InRange(logitGap, 0, Rounding * Math.Max(1, Math.Abs(scan.Verdict.Logit)));
        Assert.InRange(probabilityGap, 0, Rounding);
    }
}
