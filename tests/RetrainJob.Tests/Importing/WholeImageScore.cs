using Microsoft.ML.OnnxRuntime;
using StayPositive.Detector.Decoding;
using StayPositive.Detector.Models;

namespace StayPositive.RetrainJob.Tests.Importing;

/// <summary>The logit of a whole image in one run of an imported network: pixels, features, mean, last layer.</summary>
internal sealed class WholeImageScore(BackbonePackage backbone, float[] weights, float bias) : IDisposable
{
    private readonly InferenceSession session = new(backbone.Onnx.ToArray());

    public double Logit(string file)
    {
        using var image = ImageDecoder.Decode(File.ReadAllBytes(file), new DecodeLimits()).Image!;
        var plane = image.Width * image.Height;
        var pixels = new float[3 * plane];
        for (var y = 0; y < image.Height; y++)
            for (var x = 0; x < image.Width; x++)
                for (var c = 0; c < 3; c++)
                    pixels[c * plane + y * image.Width + x] = image.Row(y)[3 * x + c] / 255f;

        using var input = OrtValue.CreateTensorValueFromMemory(pixels, [1, 3, image.Height, image.Width]);
        using var run = new RunOptions();
        using var outputs = session.Run(run, [BackboneWriter.InputName], [input], [BackboneWriter.OutputName]);
        var features = outputs[0].GetTensorDataAsSpan<float>();
        var cells = features.Length / weights.Length;
        var logit = (double)bias;
        for (var i = 0; i < features.Length; i++)
            logit += (double)weights[i / cells] * features[i] / cells;
        return logit;
    }

    public void Dispose() => session.Dispose();
}
