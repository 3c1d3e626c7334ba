using Google.Protobuf;
using StayPositive.Detector.Models.Onnx;
using static StayPositive.Detector.Models.OnnxParts;

namespace StayPositive.Detector.Models;

/// <summary>
/// Writes a stack of valid convolutions as an ONNX model (IR version 8, opset 17) with input <c>image</c> [N, 3, H, W], RGB in [0, 1], and output
/// <c>features</c> [N, C, h, w]; N, H, W are free. Operators: Mul, Conv, Relu, Clip.
/// </summary>
public static class BackboneWriter
{
    /// <summary>Name of the input tensor.</summary>
    public const string InputName = "image";

    /// <summary>Name of the output tensor.</summary>
    public const string OutputName = "features";

    internal const int Float = 1;
    internal const int Half = 10;
    internal const int IrVersion = 8;
    internal const int Opset = 17;

    /// <summary>The bytes of the ONNX file; the same layers always give the same bytes.</summary>
    /// <param name="layers">At least one; each takes what the one before it gives, the first takes 3 channels.</param>
    /// <param name="inputScale">The image is multiplied by it first.</param>
    /// <exception cref="ArgumentException">Layers do not fit together, or an array's length does not fit its shape.</exception>
    public static byte[] Write(IReadOnlyList<ConvLayer> layers, float inputScale)
    {
        ArgumentNullException.ThrowIfNull(layers);
        Check(layers);
        var graph = new GraphProto { Name = "backbone" };
        graph.Input.Add(Port(InputName, 3, "height", "width"));
        graph.Output.Add(Port(OutputName, layers[^1].Outputs, "rows", "columns"));
        graph.Initializer.Add(Constant("scale", [inputScale]));
        graph.Node.Add(Node("Mul", "scaled", InputName, "scale"));
        var name = "scaled";
        for (var n = 0; n < layers.Count; n++)
            name = AddLayer(graph, layers[n], n, name, last: n == layers.Count - 1);

        return Model(graph).ToByteArray();
    }

    private static string AddLayer(GraphProto graph, ConvLayer layer, int n, string input, bool last)
    {
        var hasActivation = layer.Activation != ConvActivation.None;
        var sum = last && !hasActivation ? OutputName : $"conv{n}";
        graph.Initializer.Add(Constant($"weight{n}", layer.Weights, layer.Outputs, layer.Inputs, layer.Kernel, layer.Kernel));
        graph.Initializer.Add(Constant($"bias{n}", layer.Bias, layer.Outputs));
        var convolution = Node("Conv", sum, input, $"weight{n}", $"bias{n}");
        convolution.Attribute.Add(Integers("kernel_shape", layer.Kernel, layer.Kernel));
        convolution.Attribute.Add(Integers("strides", layer.Stride, layer.Stride));
        graph.Node.Add(convolution);
        if (!hasActivation)
            return sum;

        var output = last ? OutputName : $"active{n}";
        if (layer.Activation == ConvActivation.Relu)
        {
            graph.Node.Add(Node("Relu", output, sum));
            return output;
        }

        graph.Initializer.Add(Constant($"low{n}", [-layer.ClampLimit]));
        graph.Initializer.Add(Constant($"high{n}", [layer.ClampLimit]));
        graph.Node.Add(Node("Clip", output, sum, $"low{n}", $"high{n}"));
        return output;
    }

    private static void Check(IReadOnlyList<ConvLayer> layers)
    {
        if (layers.Count == 0)
            throw new ArgumentException("A backbone needs at least one layer.", nameof(layers));

        var inputs = 3;
        for (var n = 0; n < layers.Count; n++)
        {
            var layer = layers[n];
            if (layer.Inputs != inputs)
                throw new ArgumentException($"Layer {n} takes {layer.Inputs} channels, but gets {inputs}.", nameof(layers));
            if (layer.Weights.Length != layer.Outputs * layer.Inputs * layer.Kernel * layer.Kernel || layer.Bias.Length != layer.Outputs)
                throw new ArgumentException($"Layer {n} has {layer.Weights.Length} weights and {layer.Bias.Length} biases, which do not fit its shape.", nameof(layers));
            inputs = layer.Outputs;
        }
    }
}
