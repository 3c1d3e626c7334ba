using System.Security.Cryptography;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;
using StayPositive.Detector.Verdicts;

namespace StayPositive.ScanBench;

/// <summary>A backbone with the shape of the real ones (receptive field 49, stride 8, 256 channels) and random weights: the time does not depend on them.</summary>
internal static class RandomModel
{
    private static readonly (int Kernel, int Stride, int Outputs)[] Shape =
        [(5, 1, 16), (3, 1, 24), (3, 2, 32), (3, 1, 48), (3, 2, 64), (3, 1, 96), (3, 2, 128), (3, 1, 128), (1, 1, 256)];

    public static ModelPackage Make()
    {
        var random = new Random(1);
        var bytes = BackboneWriter.Write(Layers(random), inputScale: 255);
        var (field, stride) = (1, 1);
        foreach (var layer in Shape)
            (field, stride) = (field + (layer.Kernel - 1) * stride, stride * layer.Stride);
        var manifest = new BackboneManifest { Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)), Channels = Shape[^1].Outputs, Stride = stride, ReceptiveField = field };
        var weights = Enumerable.Range(0, manifest.Channels).Select(_ => random.NextSingle()).ToArray();
        return new ModelPackage(manifest, bytes, new NonNegativeHead(new ModelVersion("random"), weights, 0), Thresholds(), new Policy());
    }

    private static ConvLayer[] Layers(Random random)
    {
        var inputs = 3;
        return Shape.Select((layer, n) =>
        {
            var fan = inputs * layer.Kernel * layer.Kernel;
            var weights = Enumerable.Range(0, fan * layer.Outputs).Select(_ => (random.NextSingle() * 2 - 1) * MathF.Sqrt(6f / fan)).ToArray();
            var made = new ConvLayer(inputs, layer.Outputs, layer.Kernel, layer.Stride, weights, new float[layer.Outputs], n == 0 ? ConvActivation.Clamp : ConvActivation.Relu, 6);
            inputs = layer.Outputs;
            return made;
        }).ToArray();
    }

    private static Calibration Thresholds()
    {
        var windows = new Dictionary<int, float> { [64] = 1e6f, [128] = 1e6f, [256] = 1e6f };
        return new Calibration([new SizeBin(0, 1000, [Set(0.01), Set(0.05)])], 1, 0);

        ThresholdSet Set(double rate) => new(rate, 1e6f, windows, 0, 0, false);
    }
}
