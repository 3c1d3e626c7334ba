using StayPositive.Detector.Models.Onnx;
using static StayPositive.Detector.Models.GraphTensors;

namespace StayPositive.Detector.Models;

/// <summary>
/// Follows a graph of checked nodes and tensors in which every layer pads with zeros, so that cell i always looks at the pixels around i x stride, as far to one
/// side as to the other. A value may be used twice (a block and its shortcut); two values may be added when their channels and strides are equal.
/// </summary>
internal sealed class ResidualGraph
{
    private readonly GraphTensors tensors;
    private readonly Dictionary<string, Value> values = [];
    private readonly HashSet<string> used = [];

    private ResidualGraph(GraphTensors tensors)
    {
        this.tensors = tensors;
        values[BackboneWriter.InputName] = new Value(1, 1, 3, 1, IsHalf: false);
    }

    /// <summary>Pixels that a cell sees, the one at i x stride in their middle.</summary>
    public long ReceptiveField => Output.ReceptiveField;

    /// <summary>Pixels per cell.</summary>
    public long Stride => Output.Stride;

    /// <summary>C.</summary>
    public long Channels => Output.Channels;

    /// <summary>
    /// No value is further from 0 than this, for an image in [0, 1]. It doubles with every layer and more: for fifty layers it says nothing, and is not used.
    /// </summary>
    public double Bound => Output.Bound;

    private Value Output => values[BackboneWriter.OutputName];

    /// <exception cref="ModelRefusedException">The graph is no such network.</exception>
    public static ResidualGraph Follow(GraphProto graph)
    {
        var followed = new ResidualGraph(new GraphTensors(graph));
        var names = new HashSet<string>(followed.tensors.Names) { BackboneWriter.InputName };
        foreach (var node in graph.Node)
        {
            if (node.Input.Count == 0 || node.Output.Count != 1 || !names.Add(node.Output[0]))
                throw Refuse($"the node '{node.Name}' must take something and give one new value");
            followed.values[node.Output[0]] = followed.Apply(node);
        }

        if (graph.Node.Count == 0 || graph.Node[^1] is not { OpType: "Relu" } last || last.Output[0] != BackboneWriter.OutputName)
            throw Refuse("its features do not come from a Relu, so they could be negative");
        if (followed.Output.IsHalf)
            throw Refuse("its features are float16");
        followed.used.Add(BackboneWriter.OutputName);
        if (followed.values.Keys.FirstOrDefault(name => !followed.used.Contains(name)) is { } idle)
            throw Refuse($"nobody takes the value '{idle}'");
        return followed;
    }

    private Value Apply(NodeProto node)
    {
        if (node.OpType is not ("Conv" or "MaxPool" or "Cast") && node.Attribute.Count > 0)
            throw Refuse($"the node '{node.Name}' has attributes, which {node.OpType} has not");

        var input = Take(node, 0);
        switch (node.OpType)
        {
            case "Conv":
                return Convolve(node, input);
            case "MaxPool":
                _ = tensors.Of(node, 0);
                var (kernel, stride) = Window(node);
                return kernel == ResidualWriter.PoolKernel ? input.See(kernel, stride) : throw Refuse($"the pool '{node.Name}' has a kernel of {kernel}, not {ResidualWriter.PoolKernel}");
            case "Relu":
                _ = tensors.Of(node, 0);
                return input;
            case "Cast":
                _ = tensors.Of(node, 0);
                return Cast(node, input);
            case "Add":
                return Sum(node, input);
            case "Sub":
                return input with { Bound = input.Bound + PerChannel(node, input).Max(Math.Abs) };
            case "Div":
                var least = PerChannel(node, input).Min();
                return least > 0 ? input with { Bound = input.Bound / least } : throw Refuse($"the node '{node.Name}' divides by {least}");
            default:
                throw Refuse($"it uses the operator {node.OpType}");
        }
    }

    private Value Convolve(NodeProto node, Value input)
    {
        var (kernel, stride) = Window(node);
        var (weights, bias) = tensors.OfConvolution(node, input.Channels, kernel);
        if (IsHalf(weights) != input.IsHalf || IsHalf(bias) != input.IsHalf)
            throw Refuse($"the convolution '{node.Name}' mixes float32 and float16");
        return input.See(kernel, stride) with { Channels = weights.Dims[0], Bound = GraphTensors.Bound(weights, bias, input.Bound) };
    }

    /// <summary>There and back; nothing is cast to what it is.</summary>
    private static Value Cast(NodeProto node, Value input)
    {
        var type = node.Attribute is [{ Name: "to" } to] ? to.I : 0;
        return type == (input.IsHalf ? BackboneWriter.Float : BackboneWriter.Half)
            ? input with { IsHalf = !input.IsHalf }
            : throw Refuse($"the node '{node.Name}' must turn float32 into float16 or back, and nothing else");
    }

    private static bool IsHalf(TensorProto tensor) => tensor.DataType == BackboneWriter.Half;

    private Value Sum(NodeProto node, Value one)
    {
        if (node.Input.Count != 2)
            throw Refuse($"the node '{node.Name}' adds {node.Input.Count} values");
        var other = Take(node, 1);
        return (one.Stride, one.Channels, one.IsHalf) == (other.Stride, other.Channels, other.IsHalf)
            ? one with { ReceptiveField = Math.Max(one.ReceptiveField, other.ReceptiveField), Bound = one.Bound + other.Bound }
            : throw Refuse($"the node '{node.Name}' adds {one.Channels} channels at a stride of {one.Stride} and {other.Channels} at {other.Stride}");
    }

    /// <summary>An odd square that is padded on all sides, so that a side of n becomes ceil(n / stride).</summary>
    private static (long Kernel, long Stride) Window(NodeProto node)
    {
        var (kernel, stride) = (Side(node, "kernel_shape"), Side(node, "strides"));
        var padding = (kernel - 1) / 2;
        var pads = node.Attribute.Where(attribute => attribute.Name == "pads").SelectMany(attribute => attribute.Ints);
        return kernel % 2 == 1 && node.Attribute.Count == 3 && pads.SequenceEqual([padding, padding, padding, padding])
            ? (kernel, stride)
            : throw Refuse($"the node '{node.Name}' must have an odd kernel, padding by half of it on all sides, and nothing else");
    }

    private float[] PerChannel(NodeProto node, Value input)
    {
        var tensor = tensors.Of(node, 1)[0];
        return tensor.Dims.SequenceEqual([1, input.Channels, 1, 1]) && IsHalf(tensor) == input.IsHalf ? Values(tensor).ToArray() : throw Refuse($"the node '{node.Name}' must take one number a channel, of the values' own type");
    }

    private Value Take(NodeProto node, int input)
    {
        var name = node.Input[input];
        used.Add(name);
        return values.TryGetValue(name, out var value) ? value : throw Refuse($"the node '{node.Name}' takes '{name}', which nobody has given before");
    }

    private sealed record Value(long ReceptiveField, long Stride, long Channels, double Bound, bool IsHalf)
    {
        public Value See(long kernel, long stride) => this with { ReceptiveField = ReceptiveField + (kernel - 1) * Stride, Stride = Stride * stride };
    }
}
