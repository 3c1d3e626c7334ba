using Google.Protobuf;
using Google.Protobuf.Collections;
using StayPositive.Detector.Models.Onnx;

namespace StayPositive.Detector.Models;

/// <summary>
/// Reads an ONNX file before the runtime sees it. Only what <see cref="BackboneWriter"/> (or, for the padding of imported networks, <see cref="ResidualWriter"/>)
/// could have written passes: a handful of operators of the standard domain in a chain or in blocks with shortcuts, no subgraphs, functions or external data (which have been ways to read other files), finite weights, the expected input and output.
/// </summary>
internal static class OnnxCheck
{
    private const int External = 1;
    private static readonly string[] ChainOperators = ["Conv", "Relu", "Clip", "Mul"];
    private static readonly string[] ResidualOperators = ["Conv", "Relu", "MaxPool", "Add", "Sub", "Div", "Cast"];

    /// <summary>Checks the file and returns a bound: no feature of any image can be above it.</summary>
    /// <exception cref="ModelRefusedException">The file is refused; the message says why.</exception>
    public static double Check(ReadOnlyMemory<byte> file, BackboneManifest manifest)
    {
        var model = Parse(file);
        if (model.Graph is not { } graph)
            throw Refuse("it holds no graph");
        if (model.Functions.Count > 0)
            throw Refuse("it defines functions of its own");
        if (model.OpsetImport.FirstOrDefault(opset => opset.Domain.Length > 0) is { } opset)
            throw Refuse($"it imports operators of the domain '{opset.Domain}'");
        if (model.IrVersion != BackboneWriter.IrVersion || model.OpsetImport.Count != 1 || model.OpsetImport[0].Version != BackboneWriter.Opset)
            throw Refuse($"it is not of IR version {BackboneWriter.IrVersion} and opset {BackboneWriter.Opset}");
        foreach (var node in graph.Node)
            CheckNode(node, manifest.Padding == BackboneManifest.ZeroPerLayer ? ResidualOperators : ChainOperators);
        foreach (var tensor in graph.Initializer)
            CheckTensor(tensor, halves: manifest.Padding == BackboneManifest.ZeroPerLayer);
        CheckPort(graph.Input, BackboneWriter.InputName, 3);
        CheckPort(graph.Output, BackboneWriter.OutputName, manifest.Channels);
        if (manifest.Padding == BackboneManifest.ZeroPerLayer)
        {
            var residual = ResidualGraph.Follow(graph);
            CheckShape(residual.Channels, residual.ReceptiveField, residual.Stride, manifest);
            return residual.Bound;
        }

        var chain = ConvChain.Follow(graph);
        CheckShape(chain.Channels, chain.ReceptiveField, chain.Stride, manifest);
        return chain.Bound;
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

    private static void CheckNode(NodeProto node, string[] operators)
    {
        if (node.Domain.Length > 0 || !operators.Contains(node.OpType))
            throw Refuse($"it uses the operator {(node.Domain.Length > 0 ? node.Domain + "." : "")}{node.OpType}; allowed are {string.Join(", ", operators)}");
        if (node.Attribute.Any(attribute => attribute.G is not null || attribute.Graphs.Count > 0))
            throw Refuse($"the node '{node.Name}' holds a subgraph");
    }

    internal static void CheckTensor(TensorProto tensor, bool halves)
    {
        if (tensor.ExternalData.Count > 0 || tensor.DataLocation == External)
            throw Refuse($"the tensor '{tensor.Name}' is kept in another file");
        if (!(tensor.DataType == BackboneWriter.Float || (halves && tensor.DataType == BackboneWriter.Half)) || tensor.FloatData.Count > 0 || tensor.Int64Data.Count > 0)
            throw Refuse($"the tensor '{tensor.Name}' does not hold float32 (or, in an imported network, float16) as raw data");
        var count = Int128.One;
        foreach (var side in tensor.Dims)
            count = side >= 0 && count <= int.MaxValue ? count * side : -1;
        if (count * (tensor.DataType == BackboneWriter.Half ? 2 : sizeof(float)) != tensor.RawData.Length)
            throw Refuse($"the tensor '{tensor.Name}' has another number of values than its shape");
        var values = GraphTensors.Values(tensor);
        for (var i = 0; i < values.Length; i++)
            if (!float.IsFinite(values[i]))
                throw new ModelRefusedException(ModelRefusal.NotFinite, $"backbone.onnx: value {i} of the tensor '{tensor.Name}' is {values[i]}.");
    }

    private static void CheckPort(RepeatedField<ValueInfoProto> ports, string name, int channels)
    {
        if (ports.Count != 1 || ports[0].Name != name)
            throw Refuse($"it must have one port '{name}', but has {string.Join(", ", ports.Select(port => $"'{port.Name}'"))}");
        var dimensions = ports[0].Type?.TensorType?.Shape?.Dim;
        if (ports[0].Type?.TensorType?.ElemType != BackboneWriter.Float || dimensions is not { Count: 4 } || dimensions[1].DimValue != channels
            || dimensions.Where((_, n) => n != 1).Any(dimension => dimension.DimParam.Length == 0))
            throw Refuse($"the port '{name}' must be float32 [N, {channels}, H, W] with free N, H and W");
    }

    private static void CheckShape(long channels, long receptiveField, long stride, BackboneManifest manifest)
    {
        if (channels != manifest.Channels)
            throw new ModelRefusedException(ModelRefusal.WrongShape, $"backbone.onnx gives {channels} channels; manifest.json says {manifest.Channels}.");
        if (receptiveField != manifest.ReceptiveField || stride != manifest.Stride)
            throw new ModelRefusedException(
                ModelRefusal.WrongShape,
                $"backbone.onnx has a receptive field of {receptiveField} and a stride of {stride} pixels; manifest.json says {manifest.ReceptiveField} and {manifest.Stride}.");
    }

    private static ModelRefusedException Refuse(string why) => GraphTensors.Refuse(why);
}
