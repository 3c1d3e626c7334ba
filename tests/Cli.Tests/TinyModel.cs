using System.Security.Cryptography;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Cli.Tests;

/// <summary>A package that is built, not trained: channel 0 answers to fine texture, channel 1 to brightness, and the head weighs channel 0 only.</summary>
internal static class TinyModel
{
    public const string Version = "tiny-1";

    /// <summary>Supported for images below 0.1 megapixels, not above.</summary>
    public static void Save(string folder)
    {
        var onnx = BackboneWriter.Write([HighPass(), Mean()], inputScale: 1);
        var manifest = new BackboneManifest { Sha256 = Convert.ToHexStringLower(SHA256.HashData(onnx)), Channels = 2, Stride = 8, ReceptiveField = 10 };
        var head = new NonNegativeHead(new ModelVersion(Version), [1, 0], -0.25f);
        new ModelPackage(manifest, onnx, head, new Calibration([Bin(0, 0.1, 400, true), Bin(0.1, 100, 20, false)], 4, -1), new Policy()).Save(folder);
    }

    private static SizeBin Bin(double from, double to, int photos, bool supported) => new(
        from, to, [Set(0.01, 0.15f, photos, photos / 200, supported), Set(0.05, 0.1f, photos, photos / 25, supported)]);

    private static ThresholdSet Set(double rate, float threshold, int photos, int hits, bool supported) => new(
        rate, threshold, new Dictionary<int, float> { [64] = threshold + 0.2f, [128] = threshold + 0.1f, [256] = threshold + 0.05f }, photos, hits, supported);

    /// <summary>+-(pixel - mean of its four neighbours) and the brightness itself.</summary>
    private static ConvLayer HighPass()
    {
        var weights = new float[3 * 3 * 9];
        for (var c = 0; c < 3; c++)
        {
            foreach (var (at, value) in new[] { (4, 1f), (1, -0.25f), (3, -0.25f), (5, -0.25f), (7, -0.25f) })
                (weights[c * 9 + at], weights[(3 + c) * 9 + at]) = (value / 3, -value / 3);
            weights[(6 + c) * 9 + 4] = 1f / 3;
        }

        return new ConvLayer(3, 3, 3, 1, weights, [0, 0, 0], ConvActivation.Relu, 0);
    }

    private static ConvLayer Mean()
    {
        var weights = new float[2 * 3 * 64];
        weights.AsSpan(0, 2 * 64).Fill(10f / 64);
        weights.AsSpan(5 * 64, 64).Fill(1f / 64);
        return new ConvLayer(3, 2, 8, 8, weights, [0, 0], ConvActivation.Relu, 0);
    }
}
