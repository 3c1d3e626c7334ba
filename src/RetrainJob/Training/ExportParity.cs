using Microsoft.ML.OnnxRuntime;
using StayPositive.Detector.Models;
using static TorchSharp.torch;

namespace StayPositive.RetrainJob.Training;

/// <summary>Compares the exported backbone, as ONNX Runtime runs it, with the module that was trained.</summary>
internal static class ExportParity
{
    private const double Tolerance = 1e-4;
    private const int Side = 160;

    /// <summary>Largest difference on random pixels, relative to the largest feature.</summary>
    /// <exception cref="InvalidOperationException">It is above 1e-4.</exception>
    public static double LargestDifference(BackboneModule model, byte[] onnx)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var random = new Random(7);
        var pixels = Enumerable.Range(0, 2 * 3 * Side * Side).Select(_ => (float)random.NextDouble()).ToArray();
        model.eval();
        var expected = model.forward(tensor(pixels, [2, 3, Side, Side])).contiguous().data<float>().ToArray();

        using var session = new InferenceSession(onnx);
        using var input = OrtValue.CreateTensorValueFromMemory(pixels, [2, 3, Side, Side]);
        using var options = new RunOptions();
        using var outputs = session.Run(options, [BackboneWriter.InputName], [input], [BackboneWriter.OutputName]);
        var actual = outputs[0].GetTensorDataAsSpan<float>();
        var (difference, largest) = (0.0, 1e-6);
        for (var i = 0; i < expected.Length; i++)
        {
            difference = Math.Max(difference, Math.Abs(expected[i] - actual[i]));
            largest = Math.Max(largest, Math.Abs(expected[i]));
        }

        return difference / largest <= Tolerance
            ? difference / largest
            : throw new InvalidOperationException($"The exported backbone differs from the trained one by {difference / largest:E1} of the largest feature; the limit is {Tolerance:E0}.");
    }
}
