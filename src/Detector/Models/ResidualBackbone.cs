namespace StayPositive.Detector.Models;

/// <summary>
/// A ResNet without its head, batch normalisation folded. Every convolution and the pool pad their input with zeros by (kernel - 1) / 2 on each side, so a side
/// of n becomes ceil(n / stride). The pixels are normalised by (x - mean) / deviation first; because zeros are added after that, it is no part of the first
/// convolution.
/// </summary>
/// <param name="Mean">Of red, green, blue, for pixels in [0, 1].</param>
/// <param name="Deviation">Likewise, above 0.</param>
/// <param name="Stem">Takes 3 channels, ends in a ReLU.</param>
/// <param name="PoolStride">Of the maximum over 3 x 3 that follows the stem.</param>
/// <param name="Blocks">At least one.</param>
public sealed record ResidualBackbone(
    IReadOnlyList<float> Mean, IReadOnlyList<float> Deviation, ConvLayer Stem, int PoolStride, IReadOnlyList<ResidualBlock> Blocks)
{
    /// <summary>C.</summary>
    public int Channels => Blocks[^1].Path[^1].Outputs;
}
