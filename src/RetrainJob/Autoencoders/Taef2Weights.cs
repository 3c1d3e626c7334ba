using StayPositive.RetrainJob.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace StayPositive.RetrainJob.Autoencoders;

/// <summary>The weights of one half of TAEF2 and the operations that it is made of.</summary>
internal sealed class Taef2Weights : IDisposable
{
    private const int Groups = 4;

    // "a + b" of two tensors makes a temporary scalar too, hence add(b, One).
    // Scalars live as long as the program: one that is made for a call may be collected while the native code still reads it.
    private static readonly Scalar Three = 3f;
    private static readonly Scalar Zero = 0f;
    private static readonly Scalar One = 1f;

    private readonly Dictionary<string, Tensor> tensors;

    public Taef2Weights(IReadOnlyDictionary<string, CheckpointTensor> checkpoint) =>
        tensors = checkpoint.ToDictionary(entry => entry.Key, entry => tensor(entry.Value.Values, entry.Value.Shape).DetachFromDisposeScope());

    /// <summary>Odd-sided convolution with "same" padding, and a bias if the checkpoint has one.</summary>
    public Tensor Convolve(string key, Tensor x, int stride = 1)
    {
        var weight = tensors[key + ".weight"];
        var padding = weight.shape[2] / 2;
        return conv2d(x, weight, tensors.GetValueOrDefault(key + ".bias"), strides: [stride, stride], padding: [padding, padding]);
    }

    /// <summary>ReLU(three convolutions + skip); some blocks first add a pooled branch with group normalisation.</summary>
    public Tensor Block(int index, Tensor x)
    {
        using var scope = NewDisposeScope();
        if (tensors.ContainsKey($"{index}.pool.0.weight"))
        {
            var pooled = group_norm(Convolve($"{index}.pool.0", x), Groups, tensors[$"{index}.pool.1.weight"], tensors[$"{index}.pool.1.bias"]);
            x = x.add(Convolve($"{index}.pool.3", relu(pooled)), One);
        }

        var y = relu(Convolve($"{index}.conv.2", relu(Convolve($"{index}.conv.0", x))));
        var skip = tensors.ContainsKey($"{index}.skip.weight") ? Convolve($"{index}.skip", x) : x;
        return relu(Convolve($"{index}.conv.4", y).add(skip, One)).MoveToOuterDisposeScope();
    }

    /// <summary>3 tanh(z / 3).</summary>
    public static Tensor Squash(Tensor latent) => tanh(latent / Three) * Three;

    /// <summary>Twice the side by repetition.</summary>
    public static Tensor Double(Tensor x) => interpolate(x, scale_factor: [2.0, 2.0], mode: InterpolationMode.Nearest);

    public static Tensor ToUnitRange(Tensor x) => x.clamp(Zero, One);

    public void Dispose()
    {
        foreach (var tensor in tensors.Values)
            tensor.Dispose();
    }
}
