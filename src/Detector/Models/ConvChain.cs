using StayPositive.Detector.Models.Onnx;
using static StayPositive.Detector.Models.GraphTensors;

namespace StayPositive.Detector.Models;

/// <summary>
/// Follows a graph of checked nodes and tensors from its input to its output: one chain of Mul by a scalar, valid convolutions, Clip and Relu, each taking what the
/// one before it gives. On the way it adds up receptive field and stride, and bounds the values, so that no image can make the network overflow.
/// </summary>
internal sealed class ConvChain
{
    /// <summary>Far from float's largest value, so that sums over cells and channels stay finite, too.</summary>
    public const double Limit = 1e30;

    private readonly GraphTensors tensors;

    private ConvChain(GraphTensors tensors) => this.tensors = tensors;

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
        var chain = new ConvChain(new GraphTensors(graph));
        var names = new HashSet<string>(chain.tensors.Names) { BackboneWriter.InputName };
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
                _ = tensors.Of(node, 0);
                break;
        }

        if (!(Bound <= Limit))
            throw new ModelRefusedException(ModelRefusal.NotFinite, $"backbone.onnx: values could reach {Bound:E1} at '{node.Name}'; the limit is {Limit:E0}.");
    }

    private void Convolve(NodeProto node)
    {
        var (kernel, stride) = (Side(node, "kernel_shape"), Side(node, "strides"));
        if (node.Attribute.Count != 2)
            throw Refuse($"the convolution '{node.Name}' has the attributes {string.Join(", ", node.Attribute.Select(attribute => attribute.Name))}; it must be valid, not dilated and not grouped");
        var (weights, bias) = tensors.OfConvolution(node, Channels, kernel);
        ReceptiveField += (kernel - 1) * Stride;
        Stride *= stride;
        Channels = weights.Dims[0];
        Bound = GraphTensors.Bound(weights, bias, Bound);
    }

    private float Scalar(NodeProto node, int input, int of) =>
        tensors.Of(node, of - 1)[input - 1] is { Dims.Count: 0 } tensor ? Values(tensor)[0] : throw Refuse($"the node '{node.Name}' takes a tensor where a number belongs");
}
