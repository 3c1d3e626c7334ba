using System.Text.Json;

namespace StayPositive.Detector.Evaluation;

/// <summary>
/// The same linear layer fitted without the constraint w >= 0, kept only to measure what the constraint does. It judges features that were measured
/// already: the image's z, and the windows that the model's own head found.
/// </summary>
public sealed class UnconstrainedHead
{
    /// <summary>Name of its file in a package folder; the JSON of head.json, with weights of any sign.</summary>
    public const string FileName = "head-unconstrained.json";

    private readonly float[] weights;
    private readonly float bias;

    /// <summary>Makes a head.</summary>
    /// <param name="weights">[channels], finite; copied.</param>
    /// <param name="bias">Finite.</param>
    /// <exception cref="ArgumentException">A number is not finite.</exception>
    public UnconstrainedHead(ReadOnlySpan<float> weights, float bias)
    {
        foreach (var weight in weights)
            if (!float.IsFinite(weight)) throw new ArgumentException($"A weight is {weight}; weights must be finite.", nameof(weights));
        if (!float.IsFinite(bias)) throw new ArgumentException($"The bias is {bias}; it must be finite.", nameof(bias));
        (this.weights, this.bias) = (weights.ToArray(), bias);
    }

    /// <summary>Number of channels.</summary>
    public int Channels => weights.Length;

    /// <summary>Reads the head of a package folder.</summary>
    /// <param name="directory">The package folder.</param>
    /// <returns>Null if the folder holds no such file.</returns>
    /// <exception cref="InvalidDataException">The file is not a head.</exception>
    public static UnconstrainedHead? Load(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path)) return null;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var weights = json.RootElement.GetProperty("weights").EnumerateArray().Select(weight => weight.GetSingle()).ToArray();
            return new UnconstrainedHead(weights, json.RootElement.GetProperty("bias").GetSingle());
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"'{path}' is not a head: {fault.Message}", fault);
        }
    }

    /// <summary>w.z + b.</summary>
    /// <param name="features">[channels].</param>
    /// <exception cref="ArgumentException">The number of channels differs.</exception>
    public float Logit(ReadOnlySpan<float> features)
    {
        if (features.Length != weights.Length) throw new ArgumentException($"{features.Length} features for a head of {weights.Length} channels.", nameof(features));
        double sum = bias;
        for (var channel = 0; channel < weights.Length; channel++) sum += (double)weights[channel] * features[channel];
        return (float)sum;
    }
}
