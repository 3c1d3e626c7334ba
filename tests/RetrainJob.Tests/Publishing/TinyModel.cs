using System.Security.Cryptography;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;
using StayPositive.Detector.Verdicts;

namespace StayPositive.RetrainJob.Tests.Publishing;

/// <summary>A model that measures brightness. Another weight is another version on the same backbone.</summary>
internal static class TinyModel
{
    public static ModelPackage Package(string version, float weight)
    {
        var onnx = BackboneWriter.Write([new ConvLayer(3, 1, 8, 8, [.. Enumerable.Repeat(1f / 192, 192)], [0], ConvActivation.Relu, 0)], inputScale: 1);
        var manifest = new BackboneManifest { Sha256 = Convert.ToHexStringLower(SHA256.HashData(onnx)), Channels = 1, Stride = 8, ReceptiveField = 8 };
        return new ModelPackage(manifest, onnx, new NonNegativeHead(new ModelVersion(version), [weight], 0), new Calibration([new SizeBin(0, 1000, [Set(0.01, 1000), Set(0.05, 900)])], 1, 0), new Policy());
    }

    private static ThresholdSet Set(double rate, float threshold) =>
        new(rate, threshold, new Dictionary<int, float> { [64] = threshold, [128] = threshold, [256] = threshold }, 400, 1, true);
}
