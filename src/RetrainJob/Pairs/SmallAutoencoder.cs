using StayPositive.RetrainJob.Recipes;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StayPositive.RetrainJob.Pairs;

/// <summary>
/// A small convolutional autoencoder whose decoder upsamples in one of the ways that generators use:
/// nearest + convolution, bilinear + convolution, transposed convolution, pixel shuffle. Input and output: RGB in [0, 1], [N, 3, H, W], sides multiples of 8.
/// </summary>
internal sealed class SmallAutoencoder : nn.Module<Tensor, Tensor>
{
    // Scalars live as long as the program: one that is made for a call may be collected while the native code still reads it.
    private static readonly Scalar one = 1f;
    private static readonly Scalar half = 0.5f;
    private static readonly Scalar slope = 0.1f;

    private readonly Sequential encoder;
    private readonly Sequential decoder;
    private readonly int factor;

    public SmallAutoencoder(FamilyRecipe family)
        : base(family.Name)
    {
        var stages = family.Factor switch
        {
            4 => 2,
            8 => 3,
            _ => throw new ArgumentOutOfRangeException(nameof(family), family.Factor, $"Family {family.Name}: factor must be 4 or 8."),
        };
        int[] widths = [24, 32, 48, 64];

        var down = new List<Module<Tensor, Tensor>> { Conv(3, widths[0]), new Leaky() };
        for (var s = 0; s < stages; s++)
            down.AddRange([Conv(widths[s], widths[s + 1], stride: 2), new Leaky(), Conv(widths[s + 1], widths[s + 1]), new Leaky()]);
        down.Add(Conv(widths[stages], family.Latent));

        var up = new List<Module<Tensor, Tensor>> { Conv(family.Latent, widths[stages]), new Leaky(), Conv(widths[stages], widths[stages]), new Leaky() };
        for (var s = stages; s > 0; s--)
            up.AddRange([.. Upsample(family.Decoder, widths[s], widths[s - 1]), new Leaky(), Conv(widths[s - 1], widths[s - 1]), new Leaky()]);
        up.Add(Conv(widths[0], 3));

        factor = family.Factor;
        encoder = Sequential(down);
        decoder = Sequential(up);
        RegisterComponents();
    }

    /// <summary>
    /// The first three latent channels carry the mean colour of their cell on top of what the encoder says, and the output is their bilinear
    /// enlargement plus what the decoder adds: a few minutes of training go into detail, which is where the traces are.
    /// </summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var colour = nn.functional.avg_pool2d(input - half, factor);
        var code = encoder.forward(input - half);
        code = cat([code.narrow(1, 0, 3).add(colour, one), code.narrow(1, 3, code.shape[1] - 3)], 1);
        var enlarged = nn.functional.interpolate(code.narrow(1, 0, 3), scale_factor: [factor, factor], mode: InterpolationMode.Bilinear, align_corners: false);
        return (decoder.forward(code).add(enlarged, one) + half).MoveToOuterDisposeScope();
    }

    private static Module<Tensor, Tensor>[] Upsample(string how, int inputs, int outputs) => how switch
    {
        "nearest" => [nn.Upsample(scale_factor: [2.0, 2.0], mode: UpsampleMode.Nearest), Conv(inputs, outputs)],
        "bilinear" => [new BilinearUpsample(), Conv(inputs, outputs)],
        "transposed" => [ConvTranspose2d(inputs, outputs, 4, stride: 2, padding: 1)],
        "pixel-shuffle" => [Conv(inputs, outputs * 4), PixelShuffle(2)],
        _ => throw new ArgumentOutOfRangeException(nameof(how), how, "Decoder must be nearest, bilinear, transposed or pixel-shuffle."),
    };

    private static Conv2d Conv(int inputs, int outputs, int stride = 1) => Conv2d(inputs, outputs, 3, stride: stride, padding: 1);

    /// <summary>max(x, x / 10).</summary>
    private sealed class Leaky() : nn.Module<Tensor, Tensor>("leaky")
    {
        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            return input.maximum(input * slope).MoveToOuterDisposeScope();
        }
    }

    /// <summary>Doubles both sides; the library's own module cannot be told the corner convention and warns at every call.</summary>
    private sealed class BilinearUpsample() : nn.Module<Tensor, Tensor>("upsample")
    {
        public override Tensor forward(Tensor input) =>
            nn.functional.interpolate(input, scale_factor: [2.0, 2.0], mode: InterpolationMode.Bilinear, align_corners: false);
    }
}
