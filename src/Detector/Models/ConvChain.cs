using System.Runtime.InteropServices;
using StayPositive.Detector.Models.Onnx;

namespace StayPositive.Detector.Models;

/// <summary>
/// Follows a graph of checked nodes and tensors from its input to its output: one chain of Mul by a scalar, valid convolutions, Clip and Relu, each taking what the
/// one before it gives. On the way it adds up receptive field and stride, and bounds the values, so that no image can make the network overflow.
/// </summary>
internal sealed class ConvChain
{
    /// <summary>Far from float's largest value, so that sums over cells and channels stay finite, too.</summary>
    public const double Limit = 1e30;

    private readonly Dictionary<string, TensorProto> constants = [];

    private ConvChain()
    {
    }

    /// <summary>Pixels that a cell sees.</summary>
    public long ReceptiveField { get; private set; } = 1;

    /// <summary>Pixels per cell.</summary>
    public long Stride { get; private set; } = 1;

    /// <summary>C.</summary>
    public long Channels { get; private set; } = 3;

    /// <summary>No value is further from 0 than this, for an image in [0, 1].</summary>
    public double Bound { get; private set; } = 1;

    /// <exception cref="ModelRefusedException">The graph is no such chain, or could overflow.</exception>
    public static ConvChain Follow(GraphProto graph)
    {
        var chain = new ConvChain();
        foreach (var tensor in graph.Initializer)
            if (!chain.constants.TryAdd(tensor.Name, tensor))
                throw Refuse($"it holds the tensor '{tensor.Name}' twice");

        var names = new HashSet<string>(chain.constants.Keys) { BackboneWriter.InputName };
        var value = BackboneWriter.InputName;
        foreach (var node in graph.Node)
        {
            if (node.Input.Count == 0 || node.Input[0] != value || node.Output.Count != 1 || !names.Add(node.Output[0]))
                throw Refuse($"the node '{node.Name}' does not take what the one before it gives: the network must be one chain");
            chain.Apply(node);
            value = node.Output[0];
        }

        if (value != BackboneWriter.OutputName || graph.Node.Count == 0 || graph.Node[^1].OpType != "Relu")
            throw Refuse("its features do not come from a Relu, so they could be negative");
        return chain;
    }

    /// <summary>The numbers of a checked tensor.</summary>
    public static ReadOnlySpan<float> Values(TensorProto tensor) => MemoryMarshal.Cast<byte, float>(tensor.RawData.Span);

    public static ModelRefusedException Refuse(string why) => new(ModelRefusal.BadBackbone, $"backbone.onnx is refused: {why}.");

    private void Apply(NodeProto node)
    {
        if (node.OpType != "Conv" && node.Attribute.Count > 0)
            throw Refuse($"the node '{node.Name}' has attributes, which {node.OpType} has not");

        switch (node.OpType)
        {
            case "Conv":
                Convolve(node);
                break;
            case "Mul":
                Bound *= Math.Abs(Scalar(node, 1, of: 2));
                break;
            case "Clip":
                var (low, high) = (Scalar(node, 1, of: 3), Scalar(node, 2, of: 3));
                if (low > high)
                    throw Refuse($"the node '{node.Name}' clips to {low} .. {high}");
                Bound = Math.Max(Math.Abs(low), Math.Abs(high));
                break;
            case "Relu":
                _ = Constants(node, 0);
                break;
        }

        if (!(Bound <= Limit))
            throw new ModelRefusedException(ModelRefusal.NotFinite, $"backbone.onnx: values could reach {Bound:E1} at '{node.Name}'; the limit is {Limit:E0}.");
    }

    private void Convolve(NodeProto node)
    {
        var tensors = Constants(node, 2);
        var (weights, bias) = (tensors[0], tensors[1]);
        var (kernel, stride) = (Side(node, "kernel_shape"), Side(node, "strides"));
        if (node.Attribute.Count != 2)
            throw Refuse($"the convolution '{node.Name}' has the attributes {string.Join(", ", node.Attribute.Select(attribute => attribute.Name))}; it must be valid, not dilated and not grouped");
        var outputs = weights.Dims.FirstOrDefault();
        if (outputs < 1 || !weights.Dims.SequenceEqual([outputs, Channels, kernel, kernel]) || !bias.Dims.SequenceEqual([outputs]))
            throw Refuse($"the convolution '{node.Name}' has weights [{string.Join(", ", weights.Dims)}] and biases [{string.Join(", ", bias.Dims)}]; it gets {Channels} channels and has a kernel of {kernel}");

        ReceptiveField += (kernel - 1) * Stride;
        Stride *= stride;
        Channels = outputs;
        Bound = Enumerable.Range(0, (int)outputs).Max(output => Gain(weights, output) * Bound + Math.Abs(Values(bias)[output]));
    }

    /// <summary>Sum of the absolute weights of an output channel.</summary>
    private static double Gain(TensorProto weights, int output)
    {
        var perOutput = Values(weights).Length / (int)weights.Dims[0];
        var gain = 0.0;
        foreach (var weight in Values(weights).Slice(output * perOutput, perOutput))
            gain += Math.Abs(weight);
        return gain;
    }

    /// <summary>The one side of a square, 1 .. 64, from an attribute that occurs once.</summary>
    private static long Side(NodeProto node, string attribute)
    {
        var values = node.Attribute.Where(candidate => candidate.Name == attribute).SelectMany(candidate => candidate.Ints).ToArray();
        return values is [>= 1 and <= 64, _] && values[0] == values[1]
            ? values[0]
            : throw Refuse($"the convolution '{node.Name}' has the {attribute} [{string.Join(", ", values)}]; it must be square, 1 to 64");
    }

    private float Scalar(NodeProto node, int input, int of) =>
        Constants(node, of - 1)[input - 1] is { Dims.Count: 0 } tensor ? Values(tensor)[0] : throw Refuse($"the node '{node.Name}' takes a tensor where a number belongs");

    /// <summary>The inputs behind the first, all of them constants.</summary>
    private TensorProto[] Constants(NodeProto node, int count)
    {
        var found = node.Input.Skip(1).Select(name => constants.GetValueOrDefault(name)).OfType<TensorProto>().ToArray();
        return node.Input.Count == count + 1 && found.Length == count ? found : throw Refuse($"the node '{node.Name}' must take {count} constants of the file");
    }
}
