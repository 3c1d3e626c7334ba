using StayPositive.Detector.Models;
using StayPositive.RetrainJob.Checkpoints;

namespace StayPositive.RetrainJob.Importing;

/// <summary>A state dict that fits its architecture, by plain names.</summary>
/// <param name="Architecture">What it is.</param>
/// <param name="State">Tensors by name, all finite.</param>
internal sealed record ImportedNetwork(Architecture Architecture, IReadOnlyDictionary<string, CheckpointTensor> State)
{
    /// <summary>torch.nn.BatchNorm2d's default, which torchvision keeps.</summary>
    public const double NormEpsilon = 1e-5;

    /// <summary>What DataParallel puts before every name.</summary>
    private const string ParallelPrefix = "module.";

    /// <summary>Weights of the last layer, [C].</summary>
    public float[] HeadWeights => State[KeyComparison.HeadWeight].Values;

    /// <summary>Its bias.</summary>
    public float HeadBias => State[KeyComparison.HeadBias].Values[0];

    /// <summary>Number of parameters, those of the head included; statistics are none.</summary>
    public long Parameters => State.Where(tensor => tensor.Key.EndsWith(".weight", StringComparison.Ordinal) || tensor.Key.EndsWith(".bias", StringComparison.Ordinal)).Sum(tensor => tensor.Value.Values.LongLength);

    /// <summary>Checks a state dict against an architecture.</summary>
    /// <exception cref="ImportRefusedException">It is another network, or a number in it makes no sense.</exception>
    public static ImportedNetwork Create(Architecture architecture, IReadOnlyDictionary<string, CheckpointTensor> checkpoint)
    {
        var state = checkpoint.Count > 0 && checkpoint.Keys.All(name => name.StartsWith(ParallelPrefix, StringComparison.Ordinal))
            ? checkpoint.ToDictionary(tensor => tensor.Key[ParallelPrefix.Length..], tensor => tensor.Value, StringComparer.Ordinal)
            : checkpoint;
        var keys = KeyComparison.Of(architecture, state);
        if (!keys.Fits)
        {
            var fitting = Architecture.All.Where(other => KeyComparison.Of(other, state).Fits).Select(other => other.Name).ToArray();
            var hint = fitting.Length > 0 ? $" It has the tensors of {string.Join(" or ", fitting)}." : "";
            throw new ImportRefusedException(
                $"The checkpoint is no {architecture.Name}: {keys.Missing.Count} tensors are missing, {keys.Unexpected.Count} are unexpected, {keys.Misshapen.Count} have another shape.{hint}", keys);
        }

        foreach (var (name, tensor) in state)
        {
            var wrong = Array.FindIndex(tensor.Values, value => !float.IsFinite(value) || (value < 0 && name.EndsWith(".running_var", StringComparison.Ordinal)));
            if (wrong >= 0)
                throw new ImportRefusedException($"Value {wrong} of the tensor {name} is {tensor.Values[wrong]}; weights are finite, and variances not negative.");
        }

        return new ImportedNetwork(architecture, state);
    }

    /// <summary>The network without its head, batch normalisation folded into the convolutions.</summary>
    public ResidualBackbone Fold() => new(
        Architecture.Mean, Architecture.Deviation, Fold(Architecture.Stem, ConvActivation.Relu), Architecture.StemStride,
        [.. Architecture.BlockShapes().Select(block => new ResidualBlock(
            [.. block.Path.Select((shape, n) => Fold(shape, n < block.Path.Count - 1 ? ConvActivation.Relu : ConvActivation.None))],
            block.Shortcut is null ? null : Fold(block.Shortcut, ConvActivation.None)))]);

    /// <summary>w' = w g / sqrt(v + e), b' = beta - m g / sqrt(v + e), in double precision.</summary>
    private ConvLayer Fold(ConvShape shape, ConvActivation activation)
    {
        var weights = State[shape.Name + ".weight"].Values;
        var (gamma, beta) = (State[shape.Norm + ".weight"].Values, State[shape.Norm + ".bias"].Values);
        var (mean, variance) = (State[shape.Norm + ".running_mean"].Values, State[shape.Norm + ".running_var"].Values);
        var folded = new float[weights.Length];
        var bias = new float[shape.Outputs];
        var perOutput = weights.Length / shape.Outputs;
        for (var output = 0; output < shape.Outputs; output++)
        {
            var gain = gamma[output] / Math.Sqrt(variance[output] + NormEpsilon);
            bias[output] = (float)(beta[output] - mean[output] * gain);
            for (var i = output * perOutput; i < (output + 1) * perOutput; i++)
                folded[i] = (float)(weights[i] * gain);
        }

        return new ConvLayer(shape.Inputs, shape.Outputs, shape.Kernel, shape.Stride, folded, bias, activation, 0);
    }
}
