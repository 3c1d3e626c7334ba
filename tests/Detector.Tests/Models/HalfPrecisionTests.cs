using Google.Protobuf;
using StayPositive.Detector.Models;
using StayPositive.Detector.Models.Onnx;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Tests.Scans;

namespace StayPositive.Detector.Tests.Models;

/// <summary>Imported networks in float16.</summary>
public sealed class HalfPrecisionTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_has_half_the_bytes_and_the_score_of_the_whole_one_up_to_the_rounding_of_its_weights(bool bottlenecks)
    {
        var (whole, half) = (Package(bottlenecks, false), Package(bottlenecks, true));
        using var folder = new PackageFolder();
        half.Save(folder.Path);
        using var one = new ImageScanner(whole);
        using var other = new ImageScanner(ModelPackage.Load(folder.Path));
        var worst = 0.0;
        foreach (var (width, height) in new[] { (97, 65), (300, 200), (641, 400) })
        {
            using var image = Pictures.Random(width, height, width);
            var (expected, actual) = ((double)one.Scan(image).Verdict.Logit, (double)other.Scan(image).Verdict.Logit);
            worst = Math.Max(worst, Math.Abs(expected - actual) / Math.Abs(expected));
        }

        output.WriteLine($"{half.BackboneBytes.Length} bytes instead of {whole.BackboneBytes.Length}; largest relative difference of a logit {worst:E1}");
        Assert.InRange((double)half.BackboneBytes.Length, 0, 0.8 * whole.BackboneBytes.Length);
        Assert.InRange(worst, 1e-9, 1e-2);
    }

    [Fact]
    public void A_cast_to_another_type() => Refused(model => model.Graph.Node[2].Attribute[0].I = 7, "float32 into float16");

    [Fact]
    public void A_cast_to_what_it_is() => Refused(model => model.Graph.Node[2].Attribute[0].I = 1, "float32 into float16");

    [Fact]
    public void A_cast_without_a_type() => Refused(model => model.Graph.Node[2].Attribute.Clear(), "float32 into float16");

    [Fact]
    public void Weights_of_another_type_than_the_values() => Refused(
        model =>
        {
            var bias = model.Graph.Initializer.Single(tensor => tensor.Name == "stem.bias");
            bias.DataType = 1;
            bias.RawData = ByteString.CopyFrom(new byte[4 * (int)bias.Dims[0]]);
        },
        "mixes");

    [Fact]
    public void Features_in_float16() => Refused(
        model =>
        {
            var cast = model.Graph.Node[^2];
            model.Graph.Node[^1].Input[0] = cast.Input[0];
            model.Graph.Node.Remove(cast);
        },
        "features are float16");

    [Fact]
    public void Weights_beyond_float16_are_not_written() => Assert.Equal(
        ModelRefusal.NotFinite,
        Assert.Throws<ModelRefusedException>(() =>
        {
            var network = TinyResidual.Network(1, [2, 2, 2, 2], bottlenecks: false, stem: 1);
            _ = ResidualWriter.Write(network with { Stem = network.Stem with { Bias = [.. network.Stem.Bias.Select(_ => 70_000f)] } }, half: true);
        }).Code);

    private static ModelPackage Package(bool bottlenecks, bool half)
    {
        var package = bottlenecks ? TinyResidual.Bottlenecks() : TinyResidual.BasicBlocks();
        var (onnx, manifest) = ResidualWriter.Write(TinyResidual.Network(1, bottlenecks ? [3, 4, 6, 3] : [2, 2, 2, 2], bottlenecks, stem: 1), half);
        return package with { Backbone = manifest, BackboneBytes = onnx };
    }

    private static void Refused(Action<ModelProto> edit, string says)
    {
        var package = Package(bottlenecks: false, half: true);
        var model = ModelProto.Parser.ParseFrom(package.BackboneBytes.Span);
        Assert.Equal("Cast", model.Graph.Node[2].OpType);
        edit(model);
        var refused = Assert.Throws<ModelRefusedException>(() => OnnxCheck.Check(model.ToByteArray(), package.Backbone));
        Assert.Equal(ModelRefusal.BadBackbone, refused.Code);
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }
}
