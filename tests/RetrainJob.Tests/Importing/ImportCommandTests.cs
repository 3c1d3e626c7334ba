using StayPositive.Detector.Evaluation;
using StayPositive.Detector.Models;
using StayPositive.Detector.Scans;
using StayPositive.RetrainJob.Checkpoints;
using StayPositive.RetrainJob.Importing;
using StayPositive.RetrainJob.Tests.Checkpoints;

namespace StayPositive.RetrainJob.Tests.Importing;

public sealed class ImportCommandTests
{
    [Fact]
    public void A_checkpoint_becomes_a_package_that_the_scanner_loads()
    {
        using var folder = new TemporaryFolder();
        PyTorch.Network("res18nodown", seed: 3, folder["network.pth"]);
        var (exit, report, errors) = Run(folder["network.pth"], "res18nodown", folder["package"]);

        Assert.True(exit == 0, errors);
        Assert.Contains("20 convolutions, 11177025 parameters, 512 channels, stride 8, receptive field 115 pixels", report, StringComparison.Ordinal);
        Assert.Contains("head: non-negative", report, StringComparison.Ordinal);
        var package = ModelPackage.Load(folder["package"]);
        Assert.Equal(BackboneManifest.ZeroPerLayer, package.Backbone.Padding);
        Assert.Equal(0.25f, package.Head.Bias);
        Assert.StartsWith("res18nodown-", package.Version.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_head_with_negative_weights_is_not_yet_positive()
    {
        using var folder = new TemporaryFolder();
        PyTorch.Network("res18nodown", seed: 3, folder["network.pth"], "half", "mixed");
        var (exit, report, errors) = Run(folder["network.pth"], "res18nodown", folder["package"]);

        Assert.True(exit == 0, errors);
        Assert.Contains("not yet positive", report, StringComparison.Ordinal);
        var refused = Assert.Throws<ModelRefusedException>(() => ModelPackage.Load(folder["package"]));
        Assert.Equal(ModelRefusal.NotYetPositive, refused.Code);
        Assert.Equal(512, BackbonePackage.Load(folder["package"]).Manifest.Channels);
        Assert.Equal(512, UnconstrainedHead.Load(folder["package"])!.Channels);
    }

    [Fact]
    public void A_fitted_head_makes_it_positive_and_it_scans()
    {
        using var folder = new TemporaryFolder();
        PyTorch.Network("res18nodown", seed: 3, folder["network.pth"], sign: "mixed");
        Assert.Equal(0, Run(folder["network.pth"], "res18nodown", folder["package"]).Exit);
        foreach (var (name, level) in new[] { ("real", 40), ("fake", 200) })
        {
            Directory.CreateDirectory(folder[name]);
            for (var n = 0; n < 4; n++)
                File.WriteAllBytes(Path.Combine(folder[name], $"{n}.bmp"), Grey(level + 5 * n));
        }

        File.WriteAllText(Path.Combine(folder["real"], "note.txt"), "no image");
        using var report = new StringWriter();
        using var errors = new StringWriter();
        var exit = FitImportedCommand.Run(folder["package"], folder["real"], folder["fake"], folder["fitted"], 1e-2, report, errors);

        Assert.True(exit == 0, errors.ToString());
        Assert.Contains("8 images, 1 not scanned", report.ToString(), StringComparison.Ordinal);
        using var scanner = new ImageScanner(ModelPackage.Load(folder["fitted"]));
        Assert.True(scanner.Scan(Grey(205), cancellation: TestContext.Current.CancellationToken).Verdict.Logit > 0 && scanner.Scan(Grey(45), cancellation: TestContext.Current.CancellationToken).Verdict.Logit < 0);
    }

    [Fact]
    public void A_network_of_cells_of_32_pixels_is_imported_but_does_not_scan()
    {
        using var folder = new TemporaryFolder();
        PyTorch.Network("res18", seed: 3, folder["network.pth"]);
        var (exit, report, errors) = Run(folder["network.pth"], "res18", folder["package"]);

        Assert.True(exit == 0, errors);
        Assert.Contains("the scanner does not take this package", report, StringComparison.Ordinal);
        Assert.Equal(ModelRefusal.WrongShape, Assert.Throws<ModelRefusedException>(() => ModelPackage.Load(folder["package"])).Code);
        Assert.Equal(32, BackbonePackage.Load(folder["package"]).Manifest.Stride);
    }

    [Fact]
    public void Another_network_is_refused_with_its_keys()
    {
        using var folder = new TemporaryFolder();
        PyTorch.Network("res18nodown", seed: 3, folder["network.pth"]);
        var (exit, report, errors) = Run(folder["network.pth"], "res50nodown", folder["package"]);

        Assert.Equal((ImportCommand.Refused, ""), (exit, report));
        Assert.Contains("It has the tensors of res18nodown or res18.", errors, StringComparison.Ordinal);
        Assert.Contains("missing: layer1.0.conv3.weight [256, 64, 1, 1]", errors, StringComparison.Ordinal);
        Assert.Contains("another shape: fc.weight [1, 512] instead of [1, 2048]", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["package"]));
    }

    [Fact]
    public void A_hostile_file_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        using (var file = File.Create(folder["evil.pth"]))
            new PickleWriter().Global("os", "system").Raw("(").Text("true").Raw("tR.").Checkpoint().CopyTo(file);
        var (exit, _, errors) = Run(folder["evil.pth"], "res18", folder["package"]);
        Assert.Equal(ImportCommand.Refused, exit);
        Assert.Contains("os.system", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_said_to_be_missing()
    {
        using var folder = new TemporaryFolder();
        var (exit, _, errors) = Run(folder["nothing.pth"], "res18", folder["package"]);
        Assert.Equal(ImportCommand.Unreadable, exit);
        Assert.Contains("nothing.pth", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bn1.running_var", -1f)]
    [InlineData("layer4.1.conv2.weight", float.NaN)]
    [InlineData("fc.weight", float.PositiveInfinity)]
    public void A_number_that_makes_no_sense_is_refused(string name, float value)
    {
        var architecture = Architecture.All.Single(known => known.Name == "res18");
        var state = Ones(architecture);
        _ = ImportedNetwork.Create(architecture, state);
        state[name] = state[name] with { Values = [.. state[name].Values[..^1], value] };
        Assert.Contains(name, Assert.Throws<ImportRefusedException>(() => ImportedNetwork.Create(architecture, state)).Message, StringComparison.Ordinal);
    }

    /// <summary>A grey bitmap of 40 x 24 pixels, 24 bits each, bottom-up, rows without padding.</summary>
    private static byte[] Grey(int level)
    {
        const int Width = 40, Height = 24, Header = 54;
        var bmp = new byte[Header + Width * Height * 3];
        "BM"u8.CopyTo(bmp);
        foreach (var (at, value) in new[] { (2, bmp.Length), (10, Header), (14, 40), (18, Width), (22, Height), (26, 1 | (24 << 16)), (34, Width * Height * 3) })
            BitConverter.TryWriteBytes(bmp.AsSpan(at), value);
        bmp.AsSpan(Header).Fill((byte)level);
        return bmp;
    }

    private static Dictionary<string, CheckpointTensor> Ones(Architecture architecture) => KeyComparison.Expected(architecture)
        .ToDictionary(key => key.Key, key => new CheckpointTensor(key.Value, [.. Enumerable.Repeat(1f, (int)key.Value.Aggregate(1L, (product, side) => product * side))]));

    private static (int Exit, string Report, string Errors) Run(string checkpoint, string arch, string output)
    {
        using var report = new StringWriter();
        using var errors = new StringWriter();
        return (ImportCommand.Run(checkpoint, arch, output, report, errors), report.ToString(), errors.ToString());
    }
}
