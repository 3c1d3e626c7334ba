using StayPositive.RetrainJob.Checkpoints;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace StayPositive.RetrainJob.Autoencoders;

/// <summary>
/// TAEF2, a tiny autoencoder for the latent space of FLUX.2 (MIT), from its two published checkpoints. Encoding and decoding a photo re-renders it: the
/// same content at the same place, with the traces of the decoder.
/// </summary>
internal sealed class Taef2 : IDisposable
{
    private const string EncoderFile = "taef2_encoder.pth";
    private const string DecoderFile = "taef2_decoder.pth";
    private const int Multiple = 8;

    private readonly Taef2Weights encoder;
    private readonly Taef2Weights decoder;

    private Taef2(Taef2Weights encoder, Taef2Weights decoder) => (this.encoder, this.decoder) = (encoder, decoder);

    /// <summary>True when both checkpoints are in a folder.</summary>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, EncoderFile)) && File.Exists(Path.Combine(folder, DecoderFile));

    /// <param name="folder">Holds taef2_encoder.pth and taef2_decoder.pth.</param>
    /// <exception cref="CheckpointRefusedException">A checkpoint is refused, or is not TAEF2's.</exception>
    /// <exception cref="IOException">A checkpoint cannot be read.</exception>
    public static Taef2 Load(string folder)
    {
        var encoder = CheckpointReader.Read(Path.Combine(folder, EncoderFile));
        var decoder = CheckpointReader.Read(Path.Combine(folder, DecoderFile));
        var latent = encoder.TryGetValue("14.weight", out var last) && last.Shape.Length > 0 ? last.Shape[0] : 0;
        Taef2Layout.Encoder(latent).Check(encoder, EncoderFile);
        Taef2Layout.Decoder(latent).Check(decoder, DecoderFile);
        return new Taef2(new Taef2Weights(encoder), new Taef2Weights(decoder));
    }

    /// <summary>[N, 3, H, W] RGB in [0, 1], sides multiples of 8, to the same.</summary>
    /// <exception cref="ArgumentException">The shape is another.</exception>
    public Tensor Reconstruct(Tensor rgb)
    {
        if (rgb.shape is not [_, 3, > 0 and var height, > 0 and var width] || height % Multiple != 0 || width % Multiple != 0)
            throw new ArgumentException($"[{string.Join(", ", rgb.shape)}] is not [N, 3, H, W] with sides that are multiples of {Multiple}.", nameof(rgb));

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return Decode(Encode(rgb)).MoveToOuterDisposeScope();
    }

    private Tensor Encode(Tensor x)
    {
        x = encoder.Block(1, encoder.Convolve("0", x));
        foreach (var stage in (int[])[2, 6, 10])
        {
            x = encoder.Convolve($"{stage}", x, stride: 2);
            for (var block = 1; block <= 3; block++)
                x = encoder.Block(stage + block, x);
        }

        return encoder.Convolve("14", x);
    }

    private Tensor Decode(Tensor latent)
    {
        var x = relu(decoder.Convolve("1", Taef2Weights.Squash(latent)));
        foreach (var (stage, blocks) in ((int, int)[])[(3, 3), (8, 3), (13, 3), (18, 1)])
        {
            if (stage > 3)
                x = decoder.Convolve($"{stage - 1}", Taef2Weights.Double(x));
            for (var block = 0; block < blocks; block++)
                x = decoder.Block(stage + block, x);
        }

        return Taef2Weights.ToUnitRange(decoder.Convolve("19", x));
    }

    public void Dispose()
    {
        encoder.Dispose();
        decoder.Dispose();
    }
}
