using Google.Protobuf;
using StayPositive.Detector.Models.Onnx;
using static StayPositive.Detector.Models.OnnxParts;

namespace StayPositive.Detector.Models;

/// <summary>
/// Writes a model version as one ONNX file that needs nothing of this program: the padding of the image, the backbone, the head. Input <c>image</c> [N, 3, H, W], RGB in [0, 1] (pixel / 255),
/// as decoded, not resized; outputs <c>evidence</c> [N, 1, rows, columns] = w . F of each cell, <c>logit</c> [N, 1] = mean(evidence) + b and <c>probability</c> [N, 1] at the policy's prevalence.
/// It holds no windows, thresholds or decisions. For other programs: the scanner itself refuses it, because it only takes backbones.
/// </summary>
public static class ExportWriter
{
    /// <summary>Name of the output with the evidence of each cell.</summary>
    public const string EvidenceName = "evidence";

    /// <summary>Name of the output with the image's logit.</summary>
    public const string LogitName = "logit";

    /// <summary>Name of the output with the calibrated probability.</summary>
    public const string ProbabilityName = "probability";

    private const string Padded = "pad.padded";

    /// <summary>Smallest side of an image that the file takes, pixels: a reflection must find its pixels in the image.</summary>
    public static int SmallestSide(BackboneManifest backbone)
    {
        ArgumentNullException.ThrowIfNull(backbone);
        return backbone.Padding == BackboneManifest.ReflectInput ? backbone.ReceptiveField : 1;
    }

    /// <summary>The bytes of the ONNX file; the same package always gives the same bytes.</summary>
    public static byte[] Write(ModelPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        var backbone = ModelProto.Parser.ParseFrom(package.BackboneBytes.Span).Graph;
        var graph = new GraphProto { Name = package.Version.Value };
        graph.Input.Add(backbone.Input);
        graph.Initializer.Add(backbone.Initializer);
        if (package.Backbone.Padding == BackboneManifest.ReflectInput)
        {
            Pad(graph, package.Backbone);
            Rename(backbone, BackboneWriter.InputName, Padded);
        }

        graph.Node.Add(backbone.Node);
        AddHead(graph, package);
        var model = Model(graph);
        Describe(model, package);
        return model.ToByteArray();
    }

    /// <summary>Reflects (field - stride) / 2 pixels before the image, and behind it as many as the last cell sees: see <see cref="Features.CellGrid"/>.</summary>
    private static void Pad(GraphProto graph, BackboneManifest backbone)
    {
        long before = (backbone.ReceptiveField - backbone.Stride) / 2;
        graph.Initializer.Add(Integers64("pad.stride", backbone.Stride));
        graph.Initializer.Add(Integers64("pad.stride-1", backbone.Stride - 1));
        graph.Initializer.Add(Integers64("pad.field-stride-before", backbone.ReceptiveField - backbone.Stride - before));
        graph.Initializer.Add(Integers64("pad.before", 0, 0, before, before, 0, 0));
        var shape = Node("Shape", "pad.size", BackboneWriter.InputName);
        shape.Attribute.Add(new AttributeProto { Name = "start", Type = 2, I = 2 });
        graph.Node.Add(shape);
        graph.Node.Add(Node("Add", "pad.size+stride-1", "pad.size", "pad.stride-1"));
        graph.Node.Add(Node("Div", "pad.cells", "pad.size+stride-1", "pad.stride"));
        graph.Node.Add(Node("Mul", "pad.cells*stride", "pad.cells", "pad.stride"));
        graph.Node.Add(Node("Add", "pad.seen", "pad.cells*stride", "pad.field-stride-before"));
        graph.Node.Add(Node("Sub", "pad.behind", "pad.seen", "pad.size"));
        var pads = Node("Concat", "pad.pads", "pad.before", "pad.behind");
        pads.Attribute.Add(new AttributeProto { Name = "axis", Type = 2, I = 0 });
        graph.Node.Add(pads);
        var pad = Node("Pad", Padded, BackboneWriter.InputName, "pad.pads");
        pad.Attribute.Add(new AttributeProto { Name = "mode", Type = 3, S = ByteString.CopyFromUtf8("reflect") });
        graph.Node.Add(pad);
    }

    private static void AddHead(GraphProto graph, ModelPackage package)
    {
        var (calibration, prevalence) = (package.Calibration, package.Policy.Prevalence);
        graph.Initializer.Add(Constant("head.weight", package.Head.Weights.ToArray(), 1, package.Head.Channels, 1, 1));
        graph.Initializer.Add(Constant("head.bias", [package.Head.Bias]));
        graph.Initializer.Add(Constant("head.slope", [(float)calibration.Slope]));
        graph.Initializer.Add(Constant("head.offset", [(float)(calibration.Offset + Math.Log(prevalence / (1 - prevalence)))]));
        var evidence = Node("Conv", EvidenceName, BackboneWriter.OutputName, "head.weight");
        evidence.Attribute.Add(Integers("kernel_shape", 1, 1));
        graph.Node.Add(evidence);
        graph.Node.Add(Node("GlobalAveragePool", "head.mean", EvidenceName));
        graph.Node.Add(Node("Flatten", "head.flat", "head.mean"));
        graph.Node.Add(Node("Add", LogitName, "head.flat", "head.bias"));
        graph.Node.Add(Node("Mul", "head.scaled-logit", LogitName, "head.slope"));
        graph.Node.Add(Node("Add", "head.log-odds", "head.scaled-logit", "head.offset"));
        graph.Node.Add(Node("Sigmoid", ProbabilityName, "head.log-odds"));
        graph.Output.Add(Port(EvidenceName, 1, "rows", "columns"));
        graph.Output.Add(Scores(LogitName));
        graph.Output.Add(Scores(ProbabilityName));
    }

    private static void Describe(ModelProto model, ModelPackage package)
    {
        Say("version", package.Version.Value);
        Say("backbone", package.Backbone.Sha256);
        Say("input", "RGB in [0, 1] (pixel / 255), [N, 3, height, width], as decoded, not resized; "
            + (package.Backbone.Padding == BackboneManifest.ReflectInput
                ? $"not padded: this graph reflects the borders itself, which takes at least {SmallestSide(package.Backbone)} pixels a side"
                : "not padded: the layers pad with zeros"));
        Say("outputs", FormattableString.Invariant($"evidence = w . F of each cell of {package.Backbone.Stride} pixels; logit = mean(evidence) + b; probability at a prevalence of {package.Policy.Prevalence}"));

        void Say(string key, string value) => model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
    }

    private static void Rename(GraphProto graph, string from, string to)
    {
        foreach (var node in graph.Node)
            for (var n = 0; n < node.Input.Count; n++)
                if (node.Input[n] == from)
                    node.Input[n] = to;
    }

    private static TensorProto Integers64(string name, params long[] values)
    {
        var tensor = new TensorProto { Name = name, DataType = 7 };
        tensor.Dims.Add(values.Length);
        tensor.Int64Data.Add(values);
        return tensor;
    }

    private static ValueInfoProto Scores(string name)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = "batch" });
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = 1 });
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = BackboneWriter.Float, Shape = shape } } };
    }
}
