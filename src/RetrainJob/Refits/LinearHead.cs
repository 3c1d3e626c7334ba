using StayPositive.Detector.Models;

namespace StayPositive.RetrainJob.Refits;

/// <summary>w and b of any sign: candidate, champion and baseline are judged by the same code.</summary>
/// <param name="Version">Name of its model version; the stored windows that it chose itself are its best ones.</param>
/// <param name="Weights">[C].</param>
/// <param name="Bias">b.</param>
internal sealed record LinearHead(string Version, float[] Weights, float Bias)
{
    /// <summary>The head of a package.</summary>
    public static LinearHead Of(ModelPackage package) => new(package.Version.Value, package.Head.Weights.ToArray(), package.Head.Bias);

    /// <summary>w . z + b, summed in double precision.</summary>
    public float Logit(ReadOnlySpan<float> features)
    {
        var sum = (double)Bias;
        for (var c = 0; c < Weights.Length; c++)
            sum += (double)Weights[c] * features[c];
        return (float)sum;
    }
}
