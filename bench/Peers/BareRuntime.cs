using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using NetVips;
using StayPositive.Detector.Models;

namespace StayPositive.Peers;

/// <summary>
/// ONNX Runtime and NetVips used directly, with their own defaults: whole image padded in one array, one run, evidence, logit. No limits, windows, region or verdict.
/// </summary>
internal sealed class BareRuntime : IPeer
{
    private readonly ModelPackage package;
    private readonly InferenceSession session;
    private readonly RunOptions options = new();
    private float[] planes = [];

    public BareRuntime(ModelPackage package, int threads)
    {
        this.package = package;
        using var settings = new SessionOptions { IntraOpNumThreads = threads };
        session = new InferenceSession(package.BackboneBytes.ToArray(), settings);
    }

    public string Description => $"ONNX Runtime {OrtEnv.Instance().GetVersionString()}, libvips {NetVips.NetVips.Version(0)}.{NetVips.NetVips.Version(1)}.{NetVips.NetVips.Version(2)}";

    public float Scan(string path)
    {
        using var image = Image.NewFromBuffer(File.ReadAllBytes(path), access: Enums.Access.Sequential);
        var (stride, field) = (package.Backbone.Stride, package.Backbone.ReceptiveField);
        var (rows, columns) = ((image.Height + stride - 1) / stride, (image.Width + stride - 1) / stride);
        var (height, width) = ((rows - 1) * stride + field, (columns - 1) * stride + field);
        Pad(image.WriteToMemory<byte>(), Reflected(image.Width, (field - stride) / 2, width), Reflected(image.Height, (field - stride) / 2, height), image.Width);

        using var input = OrtValue.CreateTensorValueFromMemory(planes, [1, 3, height, width]);
        using var outputs = session.Run(options, [BackboneWriter.InputName], [input], [BackboneWriter.OutputName]);
        return Logit(outputs[0].GetTensorDataAsSpan<float>(), new float[rows * columns]);
    }

    public void Dispose()
    {
        options.Dispose();
        session.Dispose();
    }

    private void Pad(byte[] rgb, int[] across, int[] down, int imageWidth)
    {
        var plane = across.Length * down.Length;
        if (planes.Length != 3 * plane)
            planes = new float[3 * plane];
        var to = 0;
        foreach (var y in down)
        {
            foreach (var x in across)
            {
                var pixel = rgb.AsSpan((y * imageWidth + x) * 3, 3);
                planes[to] = pixel[0] / 255f;
                planes[plane + to] = pixel[1] / 255f;
                planes[2 * plane + to] = pixel[2] / 255f;
                to++;
            }
        }
    }

    private float Logit(ReadOnlySpan<float> features, float[] evidence)
    {
        for (var c = 0; c < package.Head.Channels; c++)
            if (package.Head.Weights[c] > 0)
                TensorPrimitives.MultiplyAdd(features.Slice(c * evidence.Length, evidence.Length), package.Head.Weights[c], evidence, evidence);
        return evidence.Average() + package.Head.Bias;
    }

    /// <summary>Indices of the reflected line; the edge is not repeated.</summary>
    private static int[] Reflected(int length, int before, int count)
    {
        var period = Math.Max(1, 2 * (length - 1));
        return Enumerable.Range(-before, count).Select(index => ((index % period) + period) % period).Select(within => within < length ? within : period - within).ToArray();
    }
}
