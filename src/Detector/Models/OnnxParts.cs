using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Google.Protobuf;
using StayPositive.Detector.Models.Onnx;

namespace StayPositive.Detector.Models;

/// <summary>The pieces that our ONNX files are made of.</summary>
internal static class OnnxParts
{
    public static ModelProto Model(GraphProto graph)
    {
        var model = new ModelProto { IrVersion = BackboneWriter.IrVersion, ProducerName = "stay-positive", Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = BackboneWriter.Opset });
        return model;
    }

    /// <summary>The node is named after its output.</summary>
    public static NodeProto Node(string operation, string output, params string[] inputs)
    {
        var node = new NodeProto { OpType = operation, Name = output };
        node.Input.Add(inputs);
        node.Output.Add(output);
        return node;
    }

    public static AttributeProto Integers(string name, params long[] values)
    {
        var attribute = new AttributeProto { Name = name, Type = 7 };
        attribute.Ints.Add(values);
        return attribute;
    }

    public static AttributeProto Integer(string name, long value) => new() { Name = name, Type = 2, I = value };

    /// <summary>A float16 tensor: rounded to the nearest.</summary>
    public static TensorProto HalfConstant(string name, float[] values, params long[] shape)
    {
        var halves = new Half[values.Length];
        TensorPrimitives.ConvertToHalf(values, halves);
        var tensor = new TensorProto { Name = name, DataType = BackboneWriter.Half, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(halves.AsSpan())) };
        tensor.Dims.Add(shape);
        return tensor;
    }

    /// <summary>A float tensor; without dimensions, a scalar.</summary>
    public static TensorProto Constant(string name, float[] values, params long[] shape)
    {
        var tensor = new TensorProto { Name = name, DataType = BackboneWriter.Float, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())) };
        tensor.Dims.Add(shape);
        return tensor;
    }

    /// <summary>float32 [N, channels, height, width], of which only the channels are fixed.</summary>
    public static ValueInfoProto Port(string name, int channels, string height, string width)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = "batch" });
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = channels });
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = height });
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = width });
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = BackboneWriter.Float, Shape = shape } } };
    }
}
