using StayPositive.Detector.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace StayPositive.RetrainJob.Training;

/// <summary>The trained backbone as ONNX: batch norm folded into the convolutions, so that only Mul, Conv, Clip and Relu are left.</summary>
internal static class BackboneExport
{
    public static byte[] ToOnnx(BackboneModule model)
    {
        var bank = new ConvLayer(
            3, HighPassBank.Outputs, HighPassBank.Kernel, 1, HighPassBank.Weights(), new float[HighPassBank.Outputs], ConvActivation.Clamp, HighPassBank.Clamp);
        return BackboneWriter.Write([bank, .. model.Layers.Select(layer => Fold(layer.Convolution, layer.Norm))], HighPassBank.InputScale);
    }

    /// <summary>w' = w g / sqrt(v + e), b' = beta - m g / sqrt(v + e), in double precision.</summary>
    private static ConvLayer Fold(Conv2d convolution, BatchNorm2d norm)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var gain = norm.weight!.to(float64) / (norm.running_var!.to(float64) + norm.eps).sqrt();
        var bias = norm.bias!.to(float64) - norm.running_mean!.to(float64) * gain;
        var weights = convolution.weight!.to(float64) * gain.reshape(-1, 1, 1, 1);
        var shape = convolution.weight!.shape;
        return new ConvLayer(
            (int)shape[1], (int)shape[0], (int)shape[2], (int)convolution.stride[0],
            weights.to(float32).contiguous().data<float>().ToArray(), bias.to(float32).data<float>().ToArray(), ConvActivation.Relu, 0);
    }
}
