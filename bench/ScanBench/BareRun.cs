using Microsoft.ML.OnnxRuntime;
using StayPositive.Detector.Models;

namespace StayPositive.ScanBench;

/// <summary>The runtime alone, on one input that is there already: nothing is read and nothing is done with the features.</summary>
internal sealed class BareRun : IDisposable
{
    private readonly InferenceSession session;
    private readonly RunOptions options = new();
    private readonly OrtValue input;
    private readonly OrtValue output;

    /// <param name="package">The model.</param>
    /// <param name="threads">0 = all cores.</param>
    /// <param name="rows">Cells down.</param>
    /// <param name="columns">Cells across.</param>
    public BareRun(ModelPackage package, int threads, int rows, int columns)
    {
        using var settings = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            IntraOpNumThreads = threads == 0 ? Environment.ProcessorCount : threads,
        };
        settings.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        session = new InferenceSession(package.BackboneBytes.ToArray(), settings);
        var shape = package.Backbone;
        var (height, width) = ((rows - 1) * shape.Stride + shape.ReceptiveField, (columns - 1) * shape.Stride + shape.ReceptiveField);
        var random = new Random(2);
        var pixels = Enumerable.Range(0, 3 * height * width).Select(_ => random.Next(256) / 255f).ToArray();
        input = OrtValue.CreateTensorValueFromMemory(pixels, [1, 3, height, width]);
        output = OrtValue.CreateTensorValueFromMemory(new float[shape.Channels * rows * columns], [1, shape.Channels, rows, columns]);
    }

    public void Run() => session.Run(options, [BackboneWriter.InputName], [input], [BackboneWriter.OutputName], [output]);

    public void Dispose()
    {
        input.Dispose();
        output.Dispose();
        options.Dispose();
        session.Dispose();
    }
}
