using Microsoft.ML.OnnxRuntime;
using StayPositive.Detector.Decoding;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;

namespace StayPositive.Detector.Tests.Scans;

/// <summary>
/// The definition that tiles are measured against: the image, padded once by NumPy's "reflect" (repeated where the image is too small), in one run.
/// Independent of <c>CellGrid</c> and <c>TileReader</c>.
/// </summary>
internal sealed class WholeImage : IDisposable
{
    private readonly InferenceSession session;
    private readonly ModelPackage package;

    public WholeImage(ModelPackage package)
    {
        this.package = package;
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        session = new InferenceSession(package.BackboneBytes.ToArray(), options);
    }

    /// <summary>F, [C, rows, columns].</summary>
    public (float[] Features, int Rows, int Columns) Features(RgbImage image)
    {
        var (stride, field) = (package.Backbone.Stride, package.Backbone.ReceptiveField);
        var (columns, rows) = (Cells(image.Width, stride), Cells(image.Height, stride));
        var (width, height) = ((columns - 1) * stride + field, (rows - 1) * stride + field);
        var (across, down) = (Reflected(image.Width, (field - stride) / 2, width), Reflected(image.Height, (field - stride) / 2, height));
        var input = new float[3 * height * width];
        for (var c = 0; c < 3; c++)
            for (var y = 0; y < height; y++)
                for (var x = 0; x < width; x++)
                    input[(c * height + y) * width + x] = image.Pixels[(down[y] * image.Width + across[x]) * 3 + c] / 255f;

        using var tensor = OrtValue.CreateTensorValueFromMemory(input, [1, 3, height, width]);
        using var run = new RunOptions();
        using var outputs = session.Run(run, [BackboneWriter.InputName], [tensor], [BackboneWriter.OutputName]);
        return (outputs[0].GetTensorDataAsSpan<float>().ToArray(), rows, columns);
    }

    /// <summary>e, [rows, columns].</summary>
    public static double[] Evidence(NonNegativeHead head, float[] features)
    {
        var cells = features.Length / head.Channels;
        var map = new double[cells];
        for (var i = 0; i < features.Length; i++)
            map[i % cells] += (double)head.Weights[i / cells] * features[i];
        return map;
    }

    public void Dispose() => session.Dispose();

    private static int Cells(int side, int stride) => (int)Math.Ceiling(side / (double)stride);

    /// <summary>Source index of each padded pixel: walks to and fro between the edges.</summary>
    private static int[] Reflected(int length, int before, int count)
    {
        var indices = new int[count];
        var (at, step) = (0, length == 1 ? 0 : -1);
        for (var i = before; i > 0; i--)
        {
            if (at + step < 0 || at + step >= length)
                step = -step;
            at += step;
            indices[i - 1] = at;
        }

        (at, step) = (0, length == 1 ? 0 : 1);
        for (var i = before; i < count; i++)
        {
            indices[i] = at;
            if (at + step < 0 || at + step >= length)
                step = -step;
            at += step;
        }

        return indices;
    }
}
