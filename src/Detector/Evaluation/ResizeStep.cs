using System.Globalization;
using NetVips;

namespace StayPositive.Detector.Evaluation;

/// <summary>A resize of both sides by one factor.</summary>
/// <param name="Factor">0.05..8.</param>
/// <param name="Kernel">Interpolation.</param>
internal sealed record ResizeStep(double Factor, ResizeKernel Kernel) : ReencodingStep
{
    /// <inheritdoc/>
    public override Image Apply(Image image)
    {
        var (width, height) = SizeAfter(image.Width, image.Height);
        using var resized = image.Resize((double)width / image.Width, kernel: Native, vscale: (double)height / image.Height);
        return resized.CopyMemory();
    }

    /// <inheritdoc/>
    public override (int Width, int Height) SizeAfter(int width, int height) => (Scaled(width), Scaled(height));

    /// <inheritdoc/>
    public override string ToString()
    {
        var factor = Factor.ToString(CultureInfo.InvariantCulture);
        return Kernel == ResizeKernel.Lanczos3 ? $"resize:{factor}" : $"resize:{factor}:{Kernel.ToString().ToLowerInvariant()}";
    }

    private Enums.Kernel Native => Kernel switch
    {
        ResizeKernel.Nearest => Enums.Kernel.Nearest,
        ResizeKernel.Linear => Enums.Kernel.Linear,
        ResizeKernel.Cubic => Enums.Kernel.Cubic,
        ResizeKernel.Mitchell => Enums.Kernel.Mitchell,
        ResizeKernel.Lanczos2 => Enums.Kernel.Lanczos2,
        _ => Enums.Kernel.Lanczos3,
    };

    private int Scaled(int side) => Math.Max(1, (int)Math.Round(side * Factor, MidpointRounding.AwayFromZero));
}
