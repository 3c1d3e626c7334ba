using System.Security.Cryptography;
using StayPositive.Detector.Decoding;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Storage.Tests.Models;

/// <summary>A model that measures brightness: z = gain x mean, logit = weight x z. Another gain is another backbone, another weight another head.</summary>
internal static class TinyModel
{
    public static ModelPackage Package(string version, float weight = 1, float gain = 1)
    {
        var onnx = BackboneWriter.Write([new ConvLayer(3, 1, 8, 8, [.. Enumerable.Repeat(gain / 192, 192)], [0], ConvActivation.Relu, 0)], inputScale: 1);
        var manifest = new BackboneManifest { Sha256 = Convert.ToHexStringLower(SHA256.HashData(onnx)), Channels = 1, Stride = 8, ReceptiveField = 8 };
        var head = new NonNegativeHead(new ModelVersion(version), [weight], 0);
        return new ModelPackage(manifest, onnx, head, new Calibration([new SizeBin(0, 1000, [Set(0.01, 1000), Set(0.05, 900)])], 1, 0), new Policy());
    }

    /// <summary>All white: the logit is weight x gain.</summary>
    public static RgbImage White() => RgbImage.FromPixels(64, 64, [.. Enumerable.Repeat((byte)255, 64 * 64 * 3)]);

    private static ThresholdSet Set(double rate, float threshold) =>
        new(rate, threshold, new Dictionary<int, float> { [64] = threshold, [128] = threshold, [256] = threshold }, 400, 1, true);
}
