using StayPositive.Detector.Decoding;
using StayPositive.Detector.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace StayPositive.Peers;

/// <summary>TorchSharp, operator by operator, on the whole image; the product's decoder. The network is the package's, see <see cref="TorchNetwork"/>.</summary>
internal sealed class TorchEager : IPeer
{
    private readonly ModelPackage package;
    private readonly Func<Tensor, Tensor> network;
    private readonly Tensor head;
    private readonly Tensor bias;

    public TorchEager(ModelPackage package, int threads, bool folded)
    {
        set_num_threads(threads);
        this.package = package;
        network = folded ? TorchNetwork.Folded(package) : TorchNetwork.Trained(package);
        head = tensor(package.Head.Weights.ToArray()).reshape(1, package.Head.Channels, 1, 1);
        bias = tensor([package.Head.Bias]);
        Description = $"TorchSharp {typeof(Tensor).Assembly.GetName().Version?.ToString(3)}, {(folded ? "batch norm folded, ReLU in place" : "the trained module in eval mode")}";
    }

    public string Description { get; }

    public float Scan(string path)
    {
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        using var image = ImageDecoder.Decode(File.ReadAllBytes(path), new DecodeLimits()).Image ?? throw new InvalidDataException(path);
        var (stride, field) = (package.Backbone.Stride, package.Backbone.ReceptiveField);
        var before = (field - stride) / 2;
        var pixels = tensor(image.Pixels.ToArray(), [1, image.Height, image.Width, 3]).permute(0, 3, 1, 2).to(float32).div_(255);
        var padded = nn.functional.pad(pixels, [before, Behind(image.Width), before, Behind(image.Height)], PaddingModes.Reflect);
        var evidence = nn.functional.conv2d(network(padded), head, bias);
        return evidence.mean().item<float>();

        long Behind(int side) => ((side + stride - 1) / stride - 1) * stride + field - before - side;
    }

    public void Dispose()
    {
        head.Dispose();
        bias.Dispose();
    }
}
