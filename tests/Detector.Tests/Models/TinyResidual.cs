using StayPositive.Detector.Models;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Detector.Tests.Models;

/// <summary>The published ResNets' shape (kernels, strides, number of blocks) with a few channels and random weights.</summary>
internal static class TinyResidual
{
    public const int Channels = 8;

    /// <summary>As ResNet-50 "nodown": stride 8, receptive field 113.</summary>
    public static ModelPackage Bottlenecks(int seed = 1) => Package(Network(seed, [3, 4, 6, 3], bottlenecks: true, stem: 1), seed);

    /// <summary>As ResNet-18 "nodown": stride 8, receptive field 115.</summary>
    public static ModelPackage BasicBlocks(int seed = 1) => Package(Network(seed, [2, 2, 2, 2], bottlenecks: false, stem: 1), seed);

    public static ResidualBackbone Network(int seed, int[] blocks, bool bottlenecks, int stem)
    {
        var random = new Random(seed);
        var made = new List<ResidualBlock>();
        var inputs = 4;
        for (var stage = 0; stage < blocks.Length; stage++)
        {
            var outputs = stage == blocks.Length - 1 ? Channels : 4;
            for (var block = 0; block < blocks[stage]; block++)
            {
                var stride = stage > 0 && block == 0 ? 2 : 1;
                ConvLayer[] path = bottlenecks
                    ? [Layer(inputs, 4, 1, 1, ConvActivation.Relu), Layer(4, 4, 3, stride, ConvActivation.Relu), Layer(4, outputs, 1, 1, ConvActivation.None)]
                    : [Layer(inputs, 4, 3, stride, ConvActivation.Relu), Layer(4, outputs, 3, 1, ConvActivation.None)];
                made.Add(new ResidualBlock(path, stride > 1 || inputs != outputs ? Layer(inputs, outputs, 1, stride, ConvActivation.None) : null));
                inputs = outputs;
            }
        }

        return new ResidualBackbone([0.4f, 0.5f, 0.6f], [0.2f, 0.25f, 0.3f], Layer(3, 4, 7, stem, ConvActivation.Relu), stem, made);

        ConvLayer Layer(int from, int to, int kernel, int stride, ConvActivation activation)
        {
            var fan = from * kernel * kernel;
            // 3 x 3 weights that are large beside the shortcuts': the rim of the receptive field must count. A bias well above 0: what lies outside of the image must not be 0 behind it, or wrong edges would go unnoticed.
            var bias = Enumerable.Range(0, to).Select(_ => 0.1f + (float)random.NextDouble() * 0.2f).ToArray();
            return new ConvLayer(from, to, kernel, stride, [.. Enumerable.Range(0, fan * to).Select(_ => (float)((random.NextDouble() * 2 - 1) * Math.Sqrt((kernel == 3 ? 24.0 : 6.0) / fan)))], bias, activation, 0);
        }
    }

    private static ModelPackage Package(ResidualBackbone network, int seed)
    {
        var (onnx, manifest) = ResidualWriter.Write(network);
        return new ModelPackage(manifest, onnx, Tiny.Head(Channels, seed, -0.3f), Tiny.Calibrated(), new Policy());
    }
}
