using System.Text.Json.Nodes;
using Google.Protobuf;
using StayPositive.Detector.Decoding;
using StayPositive.Detector.Models;
using StayPositive.Detector.Models.Onnx;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Detector.Tests.Models;

public sealed class ModelPackageTests : IDisposable
{
    private readonly PackageFolder folder = new();

    [Fact]
    public void A_saved_package_loads_equal()
    {
        var (saved, loaded) = (Tiny.Stride8(), ModelPackage.Load(folder.Path));
        Assert.Equal(saved.Version, loaded.Version);
        Assert.Equal(saved.BackboneBytes.ToArray(), loaded.BackboneBytes.ToArray());
        Assert.Equal(saved.Head.Weights.ToArray(), loaded.Head.Weights.ToArray());
        Assert.Equal(saved.Head.Bias, loaded.Head.Bias);
        Assert.Equal(saved.Calibration.Bins[0].Thresholds[0].Windows.OrderBy(pair => pair.Key), loaded.Calibration.Bins[0].Thresholds[0].Windows.OrderBy(pair => pair.Key));
        Assert.Equal(saved.Policy.WindowSizes, loaded.Policy.WindowSizes);
    }

    [Fact]
    public void What_a_policy_leaves_out_has_its_default()
    {
        folder.Edit("policy.json", policy =>
        {
            policy.AsObject().Remove("prevalence");
            policy["limits"] = new JsonObject { ["maxMegapixels"] = 7 };
        });

        var policy = ModelPackage.Load(folder.Path).Policy;

        Assert.Equal(new Policy().Prevalence, policy.Prevalence);
        Assert.Equal(new DecodeLimits { MaxMegapixels = 7 }, policy.Limits);
    }

    [Fact]
    public void Saving_leaves_no_half_files() => Assert.Equal(["backbone.onnx", "head.json", "manifest.json", "policy.json"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());

    [Theory]
    [InlineData("manifest.json")]
    [InlineData("backbone.onnx")]
    [InlineData("head.json")]
    [InlineData("policy.json")]
    public void A_missing_file(string file)
    {
        File.Delete(folder.File(file));
        folder.IsRefused(ModelRefusal.Missing, file);
    }

    [Fact]
    public void A_missing_folder() => Assert.Equal(ModelRefusal.Missing, Assert.Throws<ModelRefusedException>(() => ModelPackage.Load(folder.Path + "-not")).Code);

    [Fact]
    public void A_flipped_bit_in_the_backbone()
    {
        var path = folder.File("backbone.onnx");
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
        folder.IsRefused(ModelRefusal.WrongHash, "SHA-256");
    }

    [Fact]
    public void A_negative_weight() => Head(head => head["weights"]![1] = -0.001, ModelRefusal.NegativeWeight, "-0.001");

    [Fact]
    public void A_weight_beyond_float() => Head(head => head["weights"]![1] = 1e60, ModelRefusal.NotFinite, "Weight 1");

    [Fact]
    public void Another_number_of_weights() => Head(head => head["weights"]!.AsArray().RemoveAt(0), ModelRefusal.WrongShape, "5 weights");

    [Fact]
    public void A_head_of_another_backbone() => Head(head => head["backbone"] = new string('0', 64), ModelRefusal.WrongHash, "belongs to");

    [Fact]
    public void A_scale_that_falls() => Head(head => head["calibration"]!["slope"] = -1, ModelRefusal.BadCalibration, "slope");

    [Fact]
    public void No_thresholds() => Head(head => head["calibration"]!["bins"] = new JsonArray(), ModelRefusal.BadCalibration, "no thresholds");

    [Fact]
    public void A_version_that_is_a_path() => Head(head => head["version"] = "../x", ModelRefusal.BadManifest, "../x");

    [Fact]
    public void A_misspelt_member() => Head(head => head["wieghts"] = 1, ModelRefusal.BadManifest, "wieghts");

    [Fact]
    public void Another_schema() => Edit("manifest.json", manifest => manifest["schema"] = 9, ModelRefusal.BadManifest, "9");

    [Fact]
    public void Another_padding() => Edit("manifest.json", manifest => manifest["padding"] = "zero", ModelRefusal.BadManifest, "'zero'");

    [Fact]
    public void Another_stride() => Edit("manifest.json", manifest => manifest["stride"] = 4, ModelRefusal.WrongShape, "stride of 8");

    [Fact]
    public void A_rate_that_the_model_has_not() => Edit("policy.json", policy => policy["falsePositiveRate"] = 0.002, ModelRefusal.BadCalibration, "0.002");

    [Fact]
    public void No_json_at_all()
    {
        File.WriteAllText(folder.File("head.json"), "{");
        folder.IsRefused(ModelRefusal.BadManifest, "head.json");
    }

    [Fact]
    public void A_foreign_operator() => Graph(model => model.Graph.Node[0].OpType = "Loop", ModelRefusal.BadBackbone, "Loop");

    [Fact]
    public void A_foreign_domain() => Graph(model => model.Graph.Node[0].Domain = "com.evil", ModelRefusal.BadBackbone, "com.evil");

    [Fact]
    public void An_imported_domain() => Graph(model => model.OpsetImport.Add(new OperatorSetIdProto { Domain = "com.evil", Version = 1 }), ModelRefusal.BadBackbone, "com.evil");

    [Fact]
    public void A_function() => Graph(model => model.Functions.Add(new FunctionProto { Name = "f" }), ModelRefusal.BadBackbone, "functions");

    [Fact]
    public void A_subgraph() => Graph(model => model.Graph.Node[0].Attribute.Add(new AttributeProto { Name = "body", G = new GraphProto() }), ModelRefusal.BadBackbone, "subgraph");

    [Fact]
    public void External_data() => Graph(model => model.Graph.Initializer[0].ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "/etc/passwd" }), ModelRefusal.BadBackbone, "another file");

    [Fact]
    public void A_padded_convolution() => Graph(
        model => model.Graph.Node.First(node => node.OpType == "Conv").Attribute.Add(new AttributeProto { Name = "pads", Type = 7, Ints = { 1, 1, 1, 1 } }), ModelRefusal.BadBackbone, "pads");

    [Fact]
    public void A_weight_that_is_no_number() => Graph(
        model => model.Graph.Initializer[1].RawData = ByteString.CopyFrom(Enumerable.Repeat((byte)0xff, model.Graph.Initializer[1].RawData.Length).ToArray()), ModelRefusal.NotFinite, "NaN");

    [Fact]
    public void A_tensor_that_does_not_fill_its_shape() => Graph(model => model.Graph.Initializer[1].Dims[0]++, ModelRefusal.BadBackbone, "number of values");

    [Fact]
    public void Features_that_could_be_negative() => Graph(
        model =>
        {
            model.Graph.Node.RemoveAt(model.Graph.Node.Count - 1);
            model.Graph.Node[^1].Output[0] = BackboneWriter.OutputName;
        },
        ModelRefusal.BadBackbone, "Relu");

    [Fact]
    public void A_dilated_convolution() => Graph(
        model => model.Graph.Node.First(node => node.OpType == "Conv").Attribute.Add(new AttributeProto { Name = "dilations", Type = 7, Ints = { 2, 2 } }), ModelRefusal.BadBackbone, "dilated");

    [Fact]
    public void Fields_beyond_those_of_a_network() => Replace([.. File.ReadAllBytes(folder.File("backbone.onnx")), 0xA2, 0x06, 0x01, 0x41], ModelRefusal.BadBackbone, "fields");

    [Theory]
    [InlineData("bins")]
    [InlineData("slope")]
    public void A_calibration_without(string member) => Head(head => head["calibration"]!.AsObject().Remove(member), ModelRefusal.BadManifest, "head.json");

    [Fact]
    public void Thresholds_without_windows() => Head(head => head["calibration"]!["bins"]![0]!["thresholds"]![0]!.AsObject().Remove("windows"), ModelRefusal.BadManifest, "head.json");

    [Fact]
    public void Another_input_name() => Graph(model => model.Graph.Input[0].Name = "x", ModelRefusal.BadBackbone, "image");

    [Fact]
    public void Bytes_that_are_no_onnx_file() => Replace([1, 2, 3], ModelRefusal.BadBackbone, "ONNX");

    private void Graph(Action<ModelProto> edit, ModelRefusal code, string says)
    {
        folder.EditGraph(edit);
        folder.IsRefused(code, says);
    }

    private void Replace(byte[] backbone, ModelRefusal code, string says)
    {
        folder.ReplaceBackbone(backbone);
        folder.IsRefused(code, says);
    }

    private void Head(Action<JsonNode> edit, ModelRefusal code, string says) => Edit("head.json", edit, code, says);

    private void Edit(string file, Action<JsonNode> edit, ModelRefusal code, string says)
    {
        folder.Edit(file, edit);
        folder.IsRefused(code, says);
    }

    public void Dispose() => folder.Dispose();
}
