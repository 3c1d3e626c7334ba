using System.Security.Cryptography;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Detector.Tests.Models;

/// <summary>Small models with random weights, written by <see cref="BackboneWriter"/>.</summary>
internal static class Tiny
{
    public const int Channels = 6;

    /// <summary>Receptive field 49, stride 8.</summary>
    public static ModelPackage Stride8(int seed = 1, float bias = -0.3f) => Package(Layers(seed, (5, 1, 4), (3, 1, 4), (3, 2, 4), (3, 2, 5), (3, 2, 5), (3, 1, Channels), (1, 1, Channels)), seed, bias);

    /// <summary>Receptive field 41, stride 4.</summary>
    public static ModelPackage Stride4(int seed = 1) => Package(Layers(seed, (5, 1, 4), (3, 1, 4), (3, 2, 4), (3, 1, 4), (3, 2, 4), (3, 1, 4), (3, 1, 4), (3, 1, Channels), (1, 1, Channels)), seed, 0.1f);

    /// <summary>Valid convolutions (kernel, stride, outputs); the first is clamped, the others rectified.</summary>
    public static ConvLayer[] Layers(int seed, params (int Kernel, int Stride, int Outputs)[] shape)
    {
        var random = new Random(seed);
        var inputs = 3;
        return shape.Select((layer, n) =>
        {
            var fan = inputs * layer.Kernel * layer.Kernel;
            var weights = Enumerable.Range(0, fan * layer.Outputs).Select(_ => (float)((random.NextDouble() * 2 - 1) * Math.Sqrt(6.0 / fan))).ToArray();
            var bias = Enumerable.Range(0, layer.Outputs).Select(_ => (float)random.NextDouble() * 0.2f).ToArray();
            var made = new ConvLayer(inputs, layer.Outputs, layer.Kernel, layer.Stride, weights, bias, n == 0 ? ConvActivation.Clamp : ConvActivation.Relu, 6);
            inputs = layer.Outputs;
            return made;
        }).ToArray();
    }

    public static ModelPackage Package(ConvLayer[] layers, int seed, float bias)
    {
        var bytes = BackboneWriter.Write(layers, inputScale: 8);
        var (field, stride) = (1, 1);
        foreach (var layer in layers)
            (field, stride) = (field + (layer.Kernel - 1) * stride, stride * layer.Stride);
        var manifest = new BackboneManifest
        {
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            Channels = layers[^1].Outputs,
            Stride = stride,
            ReceptiveField = field,
        };
        return new ModelPackage(manifest, bytes, Head(layers[^1].Outputs, seed, bias), Calibrated(), new Policy());
    }

    public static NonNegativeHead Head(int channels, int seed, float bias)
    {
        var random = new Random(seed + 1000);
        var weights = Enumerable.Range(0, channels).Select(c => c == 0 ? 0 : (float)random.NextDouble()).ToArray();
        return new NonNegativeHead(new ModelVersion($"tiny-{seed}"), weights, bias);
    }

    /// <summary>Thresholds at 1% (strict) and 5% (lenient), for all sizes.</summary>
    public static Calibration Calibrated(float strict = 2, float lenient = 1) =>
        new([new SizeBin(0, 1000, [Thresholds(0.01, strict), Thresholds(0.05, lenient)])], 1.5, -0.5);

    private static ThresholdSet Thresholds(double rate, float value) =>
        new(rate, value, new Dictionary<int, float> { [64] = value + 0.3f, [128] = value + 0.2f, [256] = value + 0.1f }, 300, (int)(300 * rate), true);
}
