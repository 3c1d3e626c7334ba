using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace StayPositive.RetrainJob.Importing;

/// <summary>The imported network as the training library runs it, normalisation not folded: what the export is compared with.</summary>
internal sealed class TorchReference : IDisposable
{
    // Scalars live as long as the program: one that is made for a call may be collected while the native code still reads it.
    private static readonly Scalar One = 1f;

    private readonly Architecture architecture;
    private readonly Dictionary<string, Tensor> tensors;
    private readonly Tensor minusMean;
    private readonly Tensor deviation;

    public TorchReference(ImportedNetwork network)
    {
        architecture = network.Architecture;
        tensors = network.State.ToDictionary(entry => entry.Key, entry => tensor(entry.Value.Values, entry.Value.Shape).DetachFromDisposeScope());
        minusMean = tensor(Architecture.Mean.Select(value => -value).ToArray(), [1, 3, 1, 1]).DetachFromDisposeScope();
        deviation = tensor(Architecture.Deviation, [1, 3, 1, 1]).DetachFromDisposeScope();
    }

    /// <summary>[N, 3, H, W] RGB in [0, 1] to [N, C, h, w].</summary>
    public Tensor Features(Tensor image)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var x = relu(Convolve(architecture.Stem, image.add(minusMean, One).div(deviation)));
        x = max_pool2d(x, kernel_size: [3, 3], strides: [architecture.StemStride, architecture.StemStride], padding: [1, 1]);
        foreach (var block in architecture.BlockShapes())
        {
            using var input = x;
            x = Block(block, x); // what a block made on the way goes with it: together they would take tens of gigabytes at a megapixel
        }

        return x.MoveToOuterDisposeScope();
    }

    private Tensor Block(BlockShape block, Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = x;
        for (var n = 0; n < block.Path.Count; n++)
            y = n < block.Path.Count - 1 ? relu(Convolve(block.Path[n], y)) : Convolve(block.Path[n], y);
        return relu(y.add(block.Shortcut is null ? x : Convolve(block.Shortcut, x), One)).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        foreach (var tensor in tensors.Values)
            tensor.Dispose();
        minusMean.Dispose();
        deviation.Dispose();
    }

    private Tensor Convolve(ConvShape shape, Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = conv2d(x, tensors[shape.Name + ".weight"], null, strides: [shape.Stride, shape.Stride], padding: [shape.Padding, shape.Padding]);
        return batch_norm(
            y, tensors[shape.Norm + ".running_mean"], tensors[shape.Norm + ".running_var"], tensors[shape.Norm + ".weight"], tensors[shape.Norm + ".bias"],
            training: false, eps: ImportedNetwork.NormEpsilon).MoveToOuterDisposeScope();
    }
}
