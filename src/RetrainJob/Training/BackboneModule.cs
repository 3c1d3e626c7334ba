using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StayPositive.RetrainJob.Training;

/// <summary>
/// The trainable twin of the ONNX backbone: high-pass bank, clamp, then valid convolutions with batch norm and ReLU. Stride 8, receptive field 49,
/// 256 channels, about 0.4 million parameters; no downsampling before the second learnt layer, since traces of generation live at the pixel scale.
/// Input [N, 3, H, W] RGB in [0, 1]; output [N, 256, (H - 49) / 8 + 1, (W - 49) / 8 + 1], >= 0.
/// </summary>
internal sealed class BackboneModule : nn.Module<Tensor, Tensor>
{
    /// <summary>Inputs, outputs, kernel, stride of the learnt layers.</summary>
    private static readonly (int Inputs, int Outputs, int Kernel, int Stride)[] Shape =
    [
        (HighPassBank.Outputs, 24, 3, 1), (24, 32, 3, 2), (32, 48, 3, 1), (48, 64, 3, 2), (64, 96, 3, 1), (96, 128, 3, 2), (128, 128, 3, 1), (128, Channels, 1, 1),
    ];

    public const int Channels = 256;
    public const int Stride = 8;
    public const int ReceptiveField = 49;

    // Scalars live as long as the program: one that is made for a call may be collected while the native code still reads it.
    private static readonly Scalar inputScale = HighPassBank.InputScale;
    private static readonly Scalar low = -HighPassBank.Clamp;
    private static readonly Scalar high = HighPassBank.Clamp;

    private readonly Tensor bank;
    private readonly ModuleList<Conv2d> convolutions = new();
    private readonly ModuleList<BatchNorm2d> norms = new();

    public BackboneModule()
        : base("backbone")
    {
        bank = tensor(HighPassBank.Weights()).reshape(HighPassBank.Outputs, 3, HighPassBank.Kernel, HighPassBank.Kernel).DetachFromDisposeScope();
        foreach (var (inputs, outputs, kernel, stride) in Shape)
        {
            var convolution = Conv2d(inputs, outputs, kernel, stride: stride, bias: false);
            init.kaiming_normal_(convolution.weight, nonlinearity: init.NonlinearityType.ReLU);
            convolutions.Add(convolution);
            norms.Add(BatchNorm2d(outputs));
        }

        RegisterComponents();
    }

    public IReadOnlyList<(Conv2d Convolution, BatchNorm2d Norm)> Layers => convolutions.Zip(norms).ToArray();

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = nn.functional.conv2d(input * inputScale, bank).clamp(low, high);
        for (var layer = 0; layer < Shape.Length; layer++)
            x = nn.functional.relu(norms[layer].forward(convolutions[layer].forward(x)));
        return x.MoveToOuterDisposeScope();
    }
}
