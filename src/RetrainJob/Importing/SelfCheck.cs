using Microsoft.ML.OnnxRuntime;
using StayPositive.Detector.Models;
using static TorchSharp.torch;

namespace StayPositive.RetrainJob.Importing;

/// <summary>Compares the exported backbone, as ONNX Runtime runs it, with the training library, on random pixels of several sizes.</summary>
internal static class SelfCheck
{
    /// <summary>Largest difference that is allowed, relative to the largest feature.</summary>
    public const double Tolerance = 1e-4;

    /// <summary>The same for a network in float16, whose weights have 11 bits.</summary>
    public const double HalfTolerance = 1e-2;

    private static readonly (int Width, int Height)[] Sizes = [(64, 64), (97, 65), (33, 130), (160, 96)];

    /// <summary>Largest difference of a feature, relative to the largest feature of its tile.</summary>
    /// <exception cref="ImportRefusedException">It is above the limit, or a feature is not finite.</exception>
    public static double LargestDifference(ImportedNetwork network, byte[] onnx, double tolerance = Tolerance)
    {
        using var reference = new TorchReference(network);
        using var settings = new SessionOptions { EnableMemoryPattern = false };
        using var session = new InferenceSession(onnx, settings);
        var random = new Random(7);
        var worst = Sizes.Max(size => Difference(reference, session, random, size.Width, size.Height));
        return worst <= tolerance
            ? worst
            : throw new ImportRefusedException($"The exported network differs from the training library's by {worst:E1} of the largest feature; the limit is {tolerance:E0}.");
    }

    private static double Difference(TorchReference reference, InferenceSession session, Random random, int width, int height)
    {
        using var scope = NewDisposeScope();
        var pixels = Enumerable.Range(0, 3 * width * height).Select(_ => random.Next(256) / 255f).ToArray();
        var expected = reference.Features(tensor(pixels, [1, 3, height, width])).contiguous().data<float>().ToArray();

        using var input = OrtValue.CreateTensorValueFromMemory(pixels, [1, 3, height, width]);
        using var options = new RunOptions();
        using var outputs = session.Run(options, [BackboneWriter.InputName], [input], [BackboneWriter.OutputName]);
        var actual = outputs[0].GetTensorDataAsSpan<float>();
        var (difference, largest) = (0.0, 1e-30);
        for (var i = 0; i < expected.Length; i++)
        {
            difference = Math.Max(difference, Math.Abs((double)expected[i] - actual[i]));
            largest = Math.Max(largest, Math.Abs(expected[i]));
        }

        return double.IsFinite(difference) ? difference / largest : throw new ImportRefusedException($"The network gives features that are not finite on {width} x {height} random pixels.");
    }
}
