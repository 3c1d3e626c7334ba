namespace StayPositive.RetrainJob.Importing;

/// <summary>
/// A ResNet (He et al., CVPR 2016) as torchvision builds it, the stride of a bottleneck on its 3 x 3 convolution, with one output. In the "nodown" kind, which the
/// published detectors use, stem and pool keep the size, so that traces at the scale of pixels are not averaged away.
/// </summary>
/// <param name="Name">As on the command line.</param>
/// <param name="Blocks">Number of blocks of the four stages.</param>
/// <param name="IsBottleneck">Blocks of 1 x 1, 3 x 3, 1 x 1 with four times the width behind them, or of 3 x 3, 3 x 3.</param>
/// <param name="StemStride">Of the first convolution, and of the pool behind it.</param>
internal sealed record Architecture(string Name, IReadOnlyList<int> Blocks, bool IsBottleneck, int StemStride)
{
    private static readonly int[] Deep = [3, 4, 6, 3];
    private static readonly int[] Shallow = [2, 2, 2, 2];

    /// <summary>Mean of red, green and blue over ImageNet, by which every one of these networks normalises pixels in [0, 1].</summary>
    public static float[] Mean { get; } = [0.485f, 0.456f, 0.406f];

    /// <summary>Standard deviation likewise.</summary>
    public static float[] Deviation { get; } = [0.229f, 0.224f, 0.225f];

    /// <summary>What can be imported.</summary>
    public static IReadOnlyList<Architecture> All { get; } =
    [
        new("res50nodown", Deep, IsBottleneck: true, StemStride: 1), new("res18nodown", Shallow, IsBottleneck: false, StemStride: 1),
        new("res50", Deep, IsBottleneck: true, StemStride: 2), new("res18", Shallow, IsBottleneck: false, StemStride: 2),
    ];

    /// <summary>C: channels of the last feature map.</summary>
    public int Channels => Width(Blocks.Count - 1) * Expansion;

    private int Expansion => IsBottleneck ? 4 : 1;

    /// <summary>The blocks, stage by stage.</summary>
    public IEnumerable<BlockShape> BlockShapes()
    {
        var inputs = Stem.Outputs;
        for (var stage = 0; stage < Blocks.Count; stage++)
        {
            var (width, outputs) = (Width(stage), Width(stage) * Expansion);
            for (var block = 0; block < Blocks[stage]; block++)
            {
                var stride = stage > 0 && block == 0 ? 2 : 1;
                var name = $"layer{stage + 1}.{block}";
                ConvShape[] path = IsBottleneck
                    ? [Path(1, inputs, width, 1, 1), Path(2, width, width, 3, stride), Path(3, width, outputs, 1, 1)]
                    : [Path(1, inputs, width, 3, stride), Path(2, width, width, 3, 1)];
                yield return new BlockShape(path, stride > 1 || inputs != outputs ? new ConvShape(name + ".downsample.0", name + ".downsample.1", inputs, outputs, 1, stride) : null);
                inputs = outputs;

                ConvShape Path(int n, int from, int to, int kernel, int step) => new($"{name}.conv{n}", $"{name}.bn{n}", from, to, kernel, step);
            }
        }
    }

    /// <summary>The first convolution.</summary>
    public ConvShape Stem => new("conv1", "bn1", 3, Width(0), 7, StemStride);

    private static int Width(int stage) => 64 << stage;
}
