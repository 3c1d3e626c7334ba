using Google.Protobuf;
using StayPositive.Detector.Models;
using StayPositive.Detector.Models.Onnx;

namespace StayPositive.Detector.Tests.Models;

/// <summary>Graphs with shortcuts that are not what the writer writes.</summary>
public sealed class HostileResidualTests
{
    [Theory]
    [InlineData(true, 113)]
    [InlineData(false, 115)]
    public void What_is_written_passes(bool bottlenecks, int field)
    {
        using var folder = new PackageFolder();
        var package = bottlenecks ? TinyResidual.Bottlenecks() : TinyResidual.BasicBlocks();
        package.Save(folder.Path);
        var loaded = ModelPackage.Load(folder.Path);
        Assert.Equal((8, field, TinyResidual.Channels), (loaded.Backbone.Stride, loaded.Backbone.ReceptiveField, loaded.Backbone.Channels));
    }

    [Fact]
    public void Clipping() => Refused(model => Node(model, "Relu").OpType = "Clip", "operator Clip");

    [Fact]
    public void A_valid_convolution() => Refused(model => Attribute(model, "block0.conv0", "pads").Ints.Clear(), "padding");

    [Fact]
    public void Padding_on_one_side() => Refused(model => Attribute(model, "stem", "pads").Ints[3] = 4, "padding");

    [Fact]
    public void Dilation() => Refused(model => Named(model, "stem").Attribute.Add(new AttributeProto { Name = "dilations", Type = 7, Ints = { 2, 2 } }), "nothing else");

    [Fact]
    public void An_even_kernel() => Refused(
        model =>
        {
            Attribute(model, "pool", "kernel_shape").Ints[0] = Attribute(model, "pool", "kernel_shape").Ints[1] = 2;
            Attribute(model, "pool", "pads").Ints.Clear();
            Attribute(model, "pool", "pads").Ints.Add([0, 0, 0, 0]);
        },
        "odd kernel");

    [Fact]
    public void A_larger_pool() => Refused(
        model =>
        {
            Attribute(model, "pool", "kernel_shape").Ints[0] = Attribute(model, "pool", "kernel_shape").Ints[1] = 5;
            for (var n = 0; n < 4; n++)
                Attribute(model, "pool", "pads").Ints[n] = 2;
        },
        "kernel of 5");

    [Fact]
    public void A_sum_of_two_strides() => Refused(model => Named(model, "block2.sum").Input[1] = "block1", "stride");

    [Fact]
    public void A_sum_with_a_constant() => Refused(model => Named(model, "block0.sum").Input[1] = "mean", "nobody has given");

    [Fact]
    public void A_sum_of_three() => Refused(model => Named(model, "block0.sum").Input.Add("pool"), "adds 3 values");

    [Fact]
    public void A_value_of_later() => Refused(model => Named(model, "block0.conv0").Input[0] = "block1", "nobody has given before");

    [Fact]
    public void A_branch_that_leads_nowhere() => Refused(
        model => model.Graph.Node.Insert(3, new NodeProto { OpType = "Relu", Name = "idle", Input = { "stem" }, Output = { "idle" } }), "nobody takes");

    [Fact]
    public void A_value_twice() => Refused(model => Named(model, "block0.sum").Output[0] = "pool", "new value");

    [Fact]
    public void A_division_by_nothing() => Refused(model => Tensor(model, "deviation").RawData = ByteString.CopyFrom(new byte[12]), "divides by 0");

    [Fact]
    public void A_mean_for_every_pixel() => Refused(
        model =>
        {
            Tensor(model, "mean").Dims[2] = 2;
            Tensor(model, "mean").RawData = ByteString.CopyFrom(new byte[24]);
        },
        "one number a channel");

    [Fact]
    public void Features_that_could_be_negative() => Refused(
        model =>
        {
            model.Graph.Node.RemoveAt(model.Graph.Node.Count - 1);
            model.Graph.Node[^1].Output[0] = BackboneWriter.OutputName;
        },
        "could be negative");

    [Fact]
    public void Weights_in_another_file() => Refused(model => Tensor(model, "stem.weight").ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "/etc/passwd" }), "another file");

    [Fact]
    public void A_subgraph() => Refused(model => Named(model, "pool").Attribute.Add(new AttributeProto { Name = "body", Type = 5, G = new GraphProto() }), "subgraph");

    [Fact]
    public void A_residual_graph_is_no_chain()
    {
        using var folder = new PackageFolder();
        var package = TinyResidual.BasicBlocks();
        (package with { Backbone = package.Backbone with { Padding = BackboneManifest.ReflectInput } }).Save(folder.Path);
        folder.IsRefused(ModelRefusal.BadBackbone, "operator Sub");
    }

    [Fact]
    public void Another_receptive_field_than_the_manifest_says()
    {
        using var folder = new PackageFolder();
        var package = TinyResidual.BasicBlocks();
        (package with { Backbone = package.Backbone with { ReceptiveField = 113 } }).Save(folder.Path);
        folder.IsRefused(ModelRefusal.WrongShape, "115");
    }

    private static void Refused(Action<ModelProto> edit, string says)
    {
        var package = TinyResidual.BasicBlocks();
        var model = ModelProto.Parser.ParseFrom(package.BackboneBytes.Span);
        edit(model);
        var refused = Assert.Throws<ModelRefusedException>(() => OnnxCheck.Check(model.ToByteArray(), package.Backbone));
        Assert.Equal(ModelRefusal.BadBackbone, refused.Code);
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    private static NodeProto Node(ModelProto model, string operation) => model.Graph.Node.First(node => node.OpType == operation);

    private static NodeProto Named(ModelProto model, string name) => model.Graph.Node.Single(node => node.Name == name);

    private static AttributeProto Attribute(ModelProto model, string node, string name) => Named(model, node).Attribute.Single(attribute => attribute.Name == name);

    private static TensorProto Tensor(ModelProto model, string name) => model.Graph.Initializer.Single(tensor => tensor.Name == name);
}
