using Google.Protobuf;
using StayPositive.Detector.Models;
using StayPositive.Detector.Models.Onnx;
using StayPositive.Detector.Tests.Scans;

namespace StayPositive.Detector.Tests.Models;

/// <summary>Graphs that the runtime would refuse only later, in the middle of a scan, or not at all.</summary>
public sealed class HostileBackboneTests
{
    [Fact]
    public void No_feature_is_above_the_bound()
    {
        var package = Tiny.Stride8();
        var bound = OnnxCheck.Check(package.BackboneBytes, package.Backbone);
        using var whole = new WholeImage(package);
        using var image = Pictures.Random(200, 150, 1);
        Assert.InRange(whole.Features(image).Features.Max(), 0.1, bound);
    }

    [Fact]
    public void A_convolution_without_a_kernel_shape() => Refused(
        model =>
        {
            var attributes = Conv(model, 5).Attribute;
            attributes.Remove(attributes.First(attribute => attribute.Name == "kernel_shape"));
        },
        "kernel_shape []");

    [Fact]
    public void A_kernel_that_is_not_square() => Refused(model => Attribute(model, 5, "kernel_shape").Ints[1] = 5, "kernel_shape [3, 5]");

    [Fact]
    public void A_kernel_that_the_weights_have_not() => Refused(model => (Attribute(model, 5, "kernel_shape").Ints[0], Attribute(model, 5, "kernel_shape").Ints[1]) = (1, 1), "weights [6, 5, 3, 3]");

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1L << 40)]
    public void A_stride_out_of_bounds(long stride) => Refused(model => (Attribute(model, 2, "strides").Ints[0], Attribute(model, 2, "strides").Ints[1]) = (stride, stride), "strides");

    [Fact]
    public void An_attribute_twice() => Refused(model => Conv(model, 2).Attribute.Add(new AttributeProto { Name = "strides", Type = 7, Ints = { 1, 1 } }), "strides [2, 2, 1, 1]");

    [Fact]
    public void Groups() => Refused(model => Conv(model, 3).Attribute.Add(new AttributeProto { Name = "group", Type = 2 }), "grouped");

    [Fact]
    public void A_node_that_takes_what_nobody_gives() => Refused(model => Conv(model, 3).Input[0] = "nowhere", "one chain");

    [Fact]
    public void A_cycle() => Refused(model => Conv(model, 3).Input[0] = BackboneWriter.OutputName, "one chain");

    [Fact]
    public void A_value_with_the_name_of_a_tensor() => Refused(model => (Conv(model, 3).Output[0], model.Graph.Node[7].Input[0]) = ("weight4", "weight4"), "one chain");

    [Fact]
    public void A_tensor_twice() => Refused(model => model.Graph.Initializer.Add(model.Graph.Initializer[1].Clone()), "twice");

    [Fact]
    public void Weights_of_another_type() => Refused(model => Tensor(model, "weight3").DataType = 10, "float32");

    [Fact]
    public void Values_that_are_kept_twice() => Refused(model => Tensor(model, "bias3").FloatData.Add(float.NaN), "raw data");

    [Theory]
    [InlineData(1L << 32, 1L << 32)]
    [InlineData(long.MaxValue, long.MaxValue)]
    [InlineData(-4, -1)]
    public void A_shape_that_overflows(long rows, long columns) => Refused(
        model =>
        {
            var tensor = Tensor(model, "bias3");
            tensor.Dims.Clear();
            tensor.Dims.Add([rows, columns]);
            tensor.RawData = rows < 0 ? tensor.RawData : ByteString.Empty;
        },
        "number of values");

    [Fact]
    public void A_constant_node() => Refused(model => model.Graph.Node.Add(new NodeProto { OpType = "Constant", Attribute = { new AttributeProto { Name = "value_float", F = float.NaN } } }), "Constant");

    [Fact]
    public void Clipping_upside_down() => Refused(model => Set(model, "low0", 7), "clips to 7 .. 6");

    [Fact]
    public void Another_opset() => Refused(model => model.OpsetImport[0].Version = 99, "opset 17");

    [Fact]
    public void No_opset() => Refused(model => model.OpsetImport.Clear(), "opset 17");

    [Fact]
    public void An_input_of_one_size() => Refused(model => model.Graph.Input[0].Type.TensorType.Shape.Dim[2].DimValue = 64, "free N, H and W");

    [Fact]
    public void Values_that_could_overflow() => Refused(
        model =>
        {
            Set(model, "scale", 3e38f);
            Set(model, "high0", 3e38f);
        },
        "could reach", ModelRefusal.NotFinite);

    [Fact]
    public void Another_number_of_channels_than_the_port_says() => Refused(
        model =>
        {
            Tensor(model, "weight6").Dims[0] = 5;
            Tensor(model, "weight6").RawData = ByteString.CopyFrom(Tensor(model, "weight6").RawData.Span[..(5 * 6 * sizeof(float))]);
            Tensor(model, "bias6").Dims[0] = 5;
            Tensor(model, "bias6").RawData = ByteString.CopyFrom(Tensor(model, "bias6").RawData.Span[..(5 * sizeof(float))]);
        },
        "5 channels", ModelRefusal.WrongShape);

    [Fact]
    public void Cells_of_another_size()
    {
        using var folder = new PackageFolder();
        Tiny.Stride4().Save(folder.Path);
        folder.IsRefused(ModelRefusal.WrongShape, "stride of 4");
    }

    private static void Refused(Action<ModelProto> edit, string says, ModelRefusal code = ModelRefusal.BadBackbone)
    {
        using var folder = new PackageFolder();
        folder.EditGraph(edit);
        folder.IsRefused(code, says);
    }

    private static NodeProto Conv(ModelProto model, int n) => model.Graph.Node.Where(node => node.OpType == "Conv").ElementAt(n);

    private static AttributeProto Attribute(ModelProto model, int n, string name) => Conv(model, n).Attribute.Single(attribute => attribute.Name == name);

    private static TensorProto Tensor(ModelProto model, string name) => model.Graph.Initializer.Single(tensor => tensor.Name == name);

    private static void Set(ModelProto model, string scalar, float value) => Tensor(model, scalar).RawData = ByteString.CopyFrom(BitConverter.GetBytes(value));
}
