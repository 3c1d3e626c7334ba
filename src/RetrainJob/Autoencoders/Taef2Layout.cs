using StayPositive.RetrainJob.Checkpoints;

namespace StayPositive.RetrainJob.Autoencoders;

/// <summary>Which tensors the two halves of TAEF2 have. Names are positions in one flat sequence of layers.</summary>
internal sealed class Taef2Layout
{
    private const int Width = 64;
    private const int PooledWidth = 4 * Width;

    private readonly Dictionary<string, long[]> shapes = new(StringComparer.Ordinal);

    private Taef2Layout()
    {
    }

    /// <summary>RGB to <paramref name="latent"/> channels.</summary>
    public static Taef2Layout Encoder(long latent)
    {
        var layout = new Taef2Layout();
        layout.Convolution("0", 3, Width, 3, bias: true);
        layout.Block(1, pooled: false);
        foreach (var stage in (int[])[2, 6, 10])
        {
            layout.Convolution($"{stage}", Width, Width, 3, bias: false);
            for (var block = 1; block <= 3; block++)
                layout.Block(stage + block, pooled: stage == 10);
        }

        layout.Convolution("14", Width, latent, 3, bias: true);
        return layout;
    }

    /// <summary><paramref name="latent"/> channels to RGB.</summary>
    public static Taef2Layout Decoder(long latent)
    {
        var layout = new Taef2Layout();
        layout.Convolution("1", latent, Width, 3, bias: true);
        foreach (var (stage, blocks) in ((int, int)[])[(3, 3), (8, 3), (13, 3), (18, 1)])
        {
            if (stage > 3)
                layout.Convolution($"{stage - 1}", Width, Width, 3, bias: false);
            for (var block = 0; block < blocks; block++)
                layout.Block(stage + block, pooled: stage == 3);
        }

        layout.Convolution("19", Width, 3, 3, bias: true);
        return layout;
    }

    /// <summary>Compares names and shapes.</summary>
    /// <param name="checkpoint">Tensors by name.</param>
    /// <param name="what">File name, for the message.</param>
    /// <exception cref="CheckpointRefusedException">A tensor is missing, unexpected, or of another shape.</exception>
    public void Check(IReadOnlyDictionary<string, CheckpointTensor> checkpoint, string what)
    {
        var wrong = shapes
            .Where(wanted => !checkpoint.TryGetValue(wanted.Key, out var tensor) || !tensor.Shape.AsSpan().SequenceEqual(wanted.Value))
            .Select(wanted => $"{wanted.Key} should be [{string.Join(", ", wanted.Value)}]")
            .Concat(checkpoint.Keys.Where(name => !shapes.ContainsKey(name)).Select(name => $"{name} should not be there"))
            .ToArray();
        if (wrong.Length > 0)
        {
            var rest = wrong.Length > 5 ? $", and {wrong.Length - 5} more" : "";
            throw new CheckpointRefusedException(CheckpointRefusal.BadTensor, $"{what} is not TAEF2's: {string.Join(", ", wrong.Take(5))}{rest}.");
        }
    }

    private void Block(int index, bool pooled)
    {
        foreach (var layer in (int[])[0, 2, 4])
            Convolution($"{index}.conv.{layer}", Width, Width, 3, bias: true);
        if (!pooled)
            return;

        Convolution($"{index}.pool.0", Width, PooledWidth, 1, bias: false);
        shapes.Add($"{index}.pool.1.weight", [PooledWidth]);
        shapes.Add($"{index}.pool.1.bias", [PooledWidth]);
        Convolution($"{index}.pool.3", PooledWidth, Width, 1, bias: false);
    }

    private void Convolution(string name, long inputs, long outputs, long side, bool bias)
    {
        shapes.Add(name + ".weight", [outputs, inputs, side, side]);
        if (bias)
            shapes.Add(name + ".bias", [outputs]);
    }
}
