using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using StayPositive.Detector.Models.Onnx;

namespace StayPositive.Detector.Models;

/// <summary>The constants of a graph, whose tensors have been checked one by one, and how nodes refer to them.</summary>
internal sealed class GraphTensors
{
    private readonly Dictionary<string, TensorProto> constants = [];

    /// <exception cref="ModelRefusedException">Two tensors have one name.</exception>
    public GraphTensors(GraphProto graph)
    {
        foreach (var tensor in graph.Initializer)
            if (!constants.TryAdd(tensor.Name, tensor))
                throw Refuse($"it holds the tensor '{tensor.Name}' twice");
    }

    public IEnumerable<string> Names => constants.Keys;

    public static ModelRefusedException Refuse(string why) => new(ModelRefusal.BadBackbone, $"backbone.onnx is refused: {why}.");

    /// <summary>The numbers of a checked tensor.</summary>
    public static ReadOnlySpan<float> Values(TensorProto tensor)
    {
        if (tensor.DataType == BackboneWriter.Float)
            return MemoryMarshal.Cast<byte, float>(tensor.RawData.Span);
        var halves = MemoryMarshal.Cast<byte, Half>(tensor.RawData.Span);
        var values = new float[halves.Length];
        TensorPrimitives.ConvertToSingle(halves, values);
        return values;
    }

    /// <summary>The inputs behind the first, all of them constants.</summary>
    public TensorProto[] Of(NodeProto node, int count)
    {
        var found = node.Input.Skip(1).Select(name => constants.GetValueOrDefault(name)).OfType<TensorProto>().ToArray();
        return node.Input.Count == count + 1 && found.Length == count ? found : throw Refuse($"the node '{node.Name}' must take {count} constants of the file");
    }

    /// <summary>Weights [outputs, channels, kernel, kernel] and biases [outputs] of a convolution.</summary>
    public (TensorProto Weights, TensorProto Bias) OfConvolution(NodeProto node, long channels, long kernel)
    {
        var tensors = Of(node, 2);
        var (weights, bias) = (tensors[0], tensors[1]);
        var outputs = weights.Dims.FirstOrDefault();
        return outputs >= 1 && weights.Dims.SequenceEqual([outputs, channels, kernel, kernel]) && bias.Dims.SequenceEqual([outputs])
            ? (weights, bias)
            : throw Refuse($"the convolution '{node.Name}' has weights [{string.Join(", ", weights.Dims)}] and biases [{string.Join(", ", bias.Dims)}]; it gets {channels} channels and has a kernel of {kernel}");
    }

    /// <summary>The one side of a square, 1 .. 64, from an attribute that occurs once.</summary>
    public static long Side(NodeProto node, string attribute)
    {
        var values = node.Attribute.Where(candidate => candidate.Name == attribute).SelectMany(candidate => candidate.Ints).ToArray();
        return values is [>= 1 and <= 64, _] && values[0] == values[1]
            ? values[0]
            : throw Refuse($"the node '{node.Name}' has the {attribute} [{string.Join(", ", values)}]; it must be square, 1 to 64");
    }

    /// <summary>No output of a convolution is further from 0 than this, if no input is further than <paramref name="bound"/>.</summary>
    public static double Bound(TensorProto weights, TensorProto bias, double bound)
    {
        var values = Values(weights);
        var offsets = Values(bias);
        var perOutput = values.Length / (int)weights.Dims[0];
        var largest = 0.0;
        for (var output = 0; output < weights.Dims[0]; output++)
        {
            var gain = 0.0;
            foreach (var weight in values.Slice(output * perOutput, perOutput))
                gain += Math.Abs(weight);
            largest = Math.Max(largest, gain * bound + Math.Abs(offsets[output]));
        }

        return largest;
    }
}
