using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using StayPositive.Detector.Decoding;

namespace StayPositive.Detector.Models;

/// <summary>Runs a file of <see cref="ExportWriter"/> on whole images, as another program would, to compare it with the scanner. Memory grows with the image.</summary>
public sealed class ExportedModel : IDisposable
{
    private readonly InferenceSession session;

    /// <param name="onnx">The file.</param>
    /// <exception cref="OnnxRuntimeException">The runtime refuses it.</exception>
    public ExportedModel(byte[] onnx)
    {
        using var options = new SessionOptions();
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        session = new InferenceSession(onnx, options);
    }

    /// <summary>Logit and probability of an image.</summary>
    /// <param name="image">At least <see cref="ExportWriter.SmallestSide"/> pixels a side.</param>
    public (float Logit, float Probability) Run(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var pixels = new DenseTensor<float>([1, 3, image.Height, image.Width]);
        var values = pixels.Buffer.Span;
        var plane = image.Height * image.Width;
        for (var y = 0; y < image.Height; y++)
        {
            var row = image.Row(y);
            for (var x = 0; x < image.Width; x++)
                for (var band = 0; band < 3; band++)
                    values[band * plane + y * image.Width + x] = row[3 * x + band] / 255f;
        }

        using var results = session.Run([NamedOnnxValue.CreateFromTensor(BackboneWriter.InputName, pixels)], [ExportWriter.LogitName, ExportWriter.ProbabilityName]);
        return (results[0].AsEnumerable<float>().Single(), results[1].AsEnumerable<float>().Single());
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();
}
