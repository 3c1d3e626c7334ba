using System.Buffers.Binary;
using Google.Protobuf;
using Google.Protobuf.Collections;
using StayPositive.Detector.Models.Onnx;

namespace StayPositive.Detector.Models;

/// <summary>
/// Reads an ONNX file before the runtime sees it. Only plain convolutional graphs pass: a short list of operators of the standard domain, no
/// subgraphs, functions or external data (which have been ways to read other files), finite weights, the expected input and output.
/// </summary>
internal static class OnnxCheck
{
    private const int Float = 1;
    private const int External = 1;
    private static readonly HashSet<string> Operators = ["Conv", "Relu", "Clip", "Mul", "Add", "Sub", "Identity", "Constant"];

    /// <exception cref="ModelRefusedException">The file is refused; the message says why.</exception>
    public static void Check(ReadOnlyMemory<byte> file, BackboneManifest manifest)
    {
        var model = Parse(file);
        if (model.Graph is not { } graph)
            throw Refuse("it holds no graph");
        if (model.Functions.Count > 0)
            throw Refuse("it defines functions of its own");
        if (model.OpsetImport.FirstOrDefault(opset => opset.Domain.Length > 0) is { } opset)
            throw Refuse($"it imports operators of the domain '{opset.Domain}'");
        foreach (var node in graph.Node)
            CheckNode(node);
        foreach (var tensor in graph.Initializer)
            CheckTensor(tensor);
        CheckPort(graph.Input, BackboneWriter.InputName, 3);
        CheckPort(graph.Output, BackboneWriter.OutputName, manifest.Channels);
        CheckShape(graph, manifest);
        if (graph.Node.LastOrDefault(node => node.Output.Contains(BackboneWriter.OutputName))?.OpType != "Relu")
            throw Refuse("its features do not come from a Relu, so they could be negative");
    }

    private static ModelProto Parse(ReadOnlyMemory<byte> file)
    {
        try
        {
            // What is not in our subset of the format (training, sparse tensors, ...) would be seen by the runtime and not by the checks.
            var model = ModelProto.Parser.WithDiscardUnknownFields(true).ParseFrom(file.Span);
            return model.CalculateSize() == file.Length ? model : throw Refuse("it holds fields that no convolutional network needs");
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new ModelRefusedException(ModelRefusal.BadBackbone, "backbone.onnx is not an ONNX file.", exception);
        }
    }

    private static void CheckNode(NodeProto node)
    {
        if (node.Domain.Length > 0 || !Operators.Contains(node.OpType))
            throw Refuse($"it uses the operator {(node.Domain.Length > 0 ? node.Domain + "." : "")}{node.OpType}; allowed are {string.Join(", ", Operators)}");
        foreach (var attribute in node.Attribute)
        {
            if (attribute.G is not null || attribute.Graphs.Count > 0)
                throw Refuse($"the node '{node.Name}' holds a subgraph");
            if (attribute.T is not null)
                CheckTensor(attribute.T);
        }
    }

    private static void CheckTensor(TensorProto tensor)
    {
        if (tensor.ExternalData.Count > 0 || tensor.DataLocation == External)
            throw Refuse($"the tensor '{tensor.Name}' is kept in another file");
        if (tensor.DataType != Float)
            return;

        var count = tensor.Dims.Aggregate(1L, (product, side) => product * side);
        var raw = tensor.RawData.Span;
        if (raw.Length > 0 ? raw.Length != count * sizeof(float) : tensor.FloatData.Count != count)
            throw Refuse($"the tensor '{tensor.Name}' has another number of values than its shape");
        for (var i = 0; i < count; i++)
        {
            var value = raw.Length > 0 ? BinaryPrimitives.ReadSingleLittleEndian(raw[(i * sizeof(float))..]) : tensor.FloatData[i];
            if (!float.IsFinite(value))
                throw new ModelRefusedException(ModelRefusal.NotFinite, $"backbone.onnx: value {i} of the tensor '{tensor.Name}' is {value}.");
        }
    }

    private static void CheckPort(RepeatedField<ValueInfoProto> ports, string name, int channels)
    {
        if (ports.Count != 1 || ports[0].Name != name)
            throw Refuse($"it must have one port '{name}', but has {string.Join(", ", ports.Select(port => $"'{port.Name}'"))}");
        var dimensions = ports[0].Type?.TensorType?.Shape?.Dim;
        if (ports[0].Type?.TensorType?.ElemType != Float || dimensions is not { Count: 4 } || dimensions[1].DimValue != channels)
            throw Refuse($"the port '{name}' must be float32 [N, {channels}, H, W]");
    }

    /// <summary>Stride and receptive field of the convolutions in their order are those of the manifest, and none pads.</summary>
    private static void CheckShape(GraphProto graph, BackboneManifest manifest)
    {
        var (field, stride) = (1L, 1L);
        foreach (var node in graph.Node.Where(node => node.OpType == "Conv"))
        {
            if (Integers(node, "pads").Any(pad => pad != 0) || node.Attribute.Any(attribute => attribute.Name == "auto_pad" && attribute.S.ToStringUtf8() is not ("" or "NOTSET" or "VALID")))
                throw Refuse($"the convolution '{node.Name}' pads; '{BackboneManifest.ReflectInput}' needs valid convolutions");
            if (Integers(node, "dilations").Any(dilation => dilation != 1) || Integers(node, "kernel_shape").Distinct().Count() > 1 || Integers(node, "strides").Distinct().Count() > 1)
                throw Refuse($"the convolution '{node.Name}' is dilated or not square");
            var kernel = Integers(node, "kernel_shape").DefaultIfEmpty(1).First();
            field += (kernel - 1) * stride;
            stride *= Integers(node, "strides").DefaultIfEmpty(1).First();
        }

        if (stride < 1 || field != manifest.ReceptiveField || stride != manifest.Stride)
            throw new ModelRefusedException(
                ModelRefusal.WrongShape,
                $"backbone.onnx has a receptive field of {field} and a stride of {stride} pixels; manifest.json says {manifest.ReceptiveField} and {manifest.Stride}.");
    }

    private static IEnumerable<long> Integers(NodeProto node, string name) =>
        node.Attribute.FirstOrDefault(attribute => attribute.Name == name)?.Ints ?? Enumerable.Empty<long>();

    private static ModelRefusedException Refuse(string why) => new(ModelRefusal.BadBackbone, $"backbone.onnx is refused: {why}.");
}
