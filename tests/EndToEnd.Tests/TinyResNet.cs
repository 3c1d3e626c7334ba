using StayPositive.Detector.Evaluation;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;
using StayPositive.Detector.Verdicts;

namespace StayPositive.EndToEnd.Tests;

/// <summary>A package as <c>import</c> writes it: a ResNet-18 "nodown" with a few channels and seeded weights, zero padding in every layer, thresholds that no photo supports.</summary>
internal static class TinyResNet
{
    private const int Channels = 8;

    public static void Save(string folder, string version, bool half)
    {
        var (onnx, manifest) = ResidualWriter.Write(Network(new Random(3)), half);
        double[] rates = [0.001, 0.01, 0.05];
        var thresholds = new Calibration([new SizeBin(0, 1000, [.. rates.Select(rate => new ThresholdSet(rate, 0, new Dictionary<int, float>(), 0, 0, Supported: false))])], Slope: 1, Offset: 0);
        var head = new NonNegativeHead(new ModelVersion(version), [.. Enumerable.Range(0, Channels).Select(n => 0.05f * (n + 1))], -2);
        new ModelPackage(manifest, onnx, head, thresholds, new Policy()).Save(folder);
    }

    private static ResidualBackbone Network(Random random)
    {
        var blocks = new List<ResidualBlock>();
        for (var n = 0; n < 8; n++)
        {
            var (stride, inputs) = (n is 2 or 4 or 6 ? 2 : 1, n == 0 ? 4 : Channels);
            blocks.Add(new ResidualBlock(
                [Layer(random, inputs, 4, 3, stride, ConvActivation.Relu), Layer(random, 4, Channels, 3, 1, ConvActivation.None)],
                stride > 1 || inputs != Channels ? Layer(random, inputs, Channels, 1, stride, ConvActivation.None) : null));
        }

        return new ResidualBackbone([0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f], Layer(random, 3, 4, 7, 1, ConvActivation.Relu), PoolStride: 1, blocks);
    }

    private static ConvLayer Layer(Random random, int inputs, int outputs, int kernel, int stride, ConvActivation activation)
    {
        var fan = inputs * kernel * kernel;
        var weights = Enumerable.Range(0, fan * outputs).Select(_ => (float)((2 * random.NextDouble() - 1) * Math.Sqrt(3.0 / fan))).ToArray();
        return new ConvLayer(inputs, outputs, kernel, stride, weights, [.. Enumerable.Range(0, outputs).Select(_ => (float)random.NextDouble() / 10)], activation, 0);
    }
}
