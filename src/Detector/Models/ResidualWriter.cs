using System.Security.Cryptography;
using Google.Protobuf;
using StayPositive.Detector.Models.Onnx;
using static StayPositive.Detector.Models.OnnxParts;

namespace StayPositive.Detector.Models;

/// <summary>
/// Writes a <see cref="ResidualBackbone"/> as an ONNX model with the ports of <see cref="BackboneWriter"/>. Operators: Sub, Div, Conv, Relu, MaxPool, Add, and Cast.
/// </summary>
public static class ResidualWriter
{
    internal const int PoolKernel = 3;

    /// <summary>The bytes of the ONNX file, and its manifest; the same layers always give the same bytes.</summary>
    /// <param name="backbone">The network.</param>
    /// <param name="half">Weights and arithmetic in float16, from the normalised pixels to the last sum: half the file, and faster on cards that have it. A CPU computes in float32 with the rounded weights.</param>
    /// <exception cref="ModelRefusedException">Layers do not fit together: what is written passes the check that guards loading.</exception>
    public static (byte[] Onnx, BackboneManifest Manifest) Write(ResidualBackbone backbone, bool half = false)
    {
        ArgumentNullException.ThrowIfNull(backbone);
        var graph = new GraphProto { Name = "backbone" };
        graph.Input.Add(Port(BackboneWriter.InputName, 3, "height", "width"));
        graph.Output.Add(Port(BackboneWriter.OutputName, backbone.Channels, "rows", "columns"));
        graph.Initializer.Add(Constant("mean", [.. backbone.Mean], 1, 3, 1, 1));
        graph.Initializer.Add(Constant("deviation", [.. backbone.Deviation], 1, 3, 1, 1));
        graph.Node.Add(Node("Sub", "centred", BackboneWriter.InputName, "mean"));
        graph.Node.Add(Node("Div", "normalised", "centred", "deviation"));
        if (half)
            graph.Node.Add(Cast("narrowed", "normalised", BackboneWriter.Half));
        var value = Pool(graph, backbone.PoolStride, Convolve(graph, backbone.Stem, "stem", half ? "narrowed" : "normalised", half));
        for (var n = 0; n < backbone.Blocks.Count; n++)
            value = Add(graph, backbone.Blocks[n], $"block{n}", value, half, last: n == backbone.Blocks.Count - 1);

        foreach (var tensor in graph.Initializer)
            OnnxCheck.CheckTensor(tensor, half);
        var followed = ResidualGraph.Follow(graph);
        var onnx = Model(graph).ToByteArray();
        var manifest = new BackboneManifest
        {
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(onnx)),
            Channels = (int)followed.Channels,
            Stride = (int)followed.Stride,
            ReceptiveField = (int)followed.ReceptiveField,
            Padding = BackboneManifest.ZeroPerLayer,
        };
        return (onnx, manifest);
    }

    private static string Add(GraphProto graph, ResidualBlock block, string name, string input, bool half, bool last)
    {
        var value = input;
        for (var n = 0; n < block.Path.Count; n++)
            value = Convolve(graph, block.Path[n], $"{name}.conv{n}", value, half);
        var shortcut = block.Shortcut is null ? input : Convolve(graph, block.Shortcut, $"{name}.shortcut", input, half);
        graph.Node.Add(Node("Add", $"{name}.sum", value, shortcut));
        var output = last ? BackboneWriter.OutputName : name;
        if (half && last)
            graph.Node.Add(Cast($"{name}.widened", $"{name}.sum", BackboneWriter.Float));
        graph.Node.Add(Node("Relu", output, half && last ? $"{name}.widened" : $"{name}.sum"));
        return output;
    }

    private static string Pool(GraphProto graph, int stride, string input)
    {
        var pool = Node("MaxPool", "pool", input);
        pool.Attribute.Add(Integers("kernel_shape", PoolKernel, PoolKernel));
        pool.Attribute.Add(Integers("strides", stride, stride));
        pool.Attribute.Add(Integers("pads", 1, 1, 1, 1));
        graph.Node.Add(pool);
        return "pool";
    }

    private static string Convolve(GraphProto graph, ConvLayer layer, string name, string input, bool half)
    {
        var padding = (layer.Kernel - 1) / 2;
        Func<string, float[], long[], TensorProto> parameter = half ? HalfConstant : Constant;
        graph.Initializer.Add(parameter(name + ".weight", layer.Weights, [layer.Outputs, layer.Inputs, layer.Kernel, layer.Kernel]));
        graph.Initializer.Add(parameter(name + ".bias", layer.Bias, [layer.Outputs]));
        var convolution = Node("Conv", name, input, name + ".weight", name + ".bias");
        convolution.Attribute.Add(Integers("kernel_shape", layer.Kernel, layer.Kernel));
        convolution.Attribute.Add(Integers("strides", layer.Stride, layer.Stride));
        convolution.Attribute.Add(Integers("pads", padding, padding, padding, padding));
        graph.Node.Add(convolution);
        if (layer.Activation != ConvActivation.Relu)
            return name;
        graph.Node.Add(Node("Relu", name + ".active", name));
        return name + ".active";
    }

    private static NodeProto Cast(string output, string input, long type)
    {
        var cast = Node("Cast", output, input);
        cast.Attribute.Add(Integer("to", type));
        return cast;
    }
}
