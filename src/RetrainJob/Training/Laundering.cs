using NetVips;

namespace StayPositive.RetrainJob.Training;

/// <summary>Processing that people and phones do to real photos, and that generates nothing: what is laundered stays what it was.</summary>
internal static class Laundering
{
    /// <summary>Kinds, in the order in which the model card lists them.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["median", "blur", "sharpen", "down-up", "gamma", "noise", "jpeg", "webp"];

    private static readonly Enums.Kernel[] Kernels = [Enums.Kernel.Linear, Enums.Kernel.Cubic, Enums.Kernel.Lanczos3, Enums.Kernel.Mitchell];

    /// <summary>A new image of the same size; strength and kind come from <paramref name="random"/>.</summary>
    public static Image Apply(Image image, Random random) => Apply(image, Kinds[random.Next(Kinds.Count)], random);

    /// <summary>A new image of the same size; the strength comes from <paramref name="random"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The kind is not one of <see cref="Kinds"/>.</exception>
    public static Image Apply(Image image, string kind, Random random) => kind switch
    {
        "median" => image.Median(3),
        "blur" => image.Gaussblur(Between(random, 0.4, 1.2), precision: Enums.Precision.Integer),
        "sharpen" => Sharpen(image, Between(random, 0.3, 1.5), Between(random, 0.5, 1.5)),
        "down-up" => DownUp(image, Between(random, 0.5, 0.9), Kernels[random.Next(Kernels.Length)], Kernels[random.Next(Kernels.Length)]),
        "gamma" => Uchar((image / 255).Pow(Between(random, 0.75, 1.33)) * 255),
        "noise" => Noise(image, Between(random, 1, 6), random.Next()),
        "jpeg" => Image.NewFromBuffer(image.JpegsaveBuffer(random.Next(60, 96), subsampleMode: Enums.ForeignSubsample.On)),
        "webp" => Image.NewFromBuffer(image.WebpsaveBuffer(random.Next(60, 96))),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, $"Laundering must be one of {string.Join(", ", Kinds)}."),
    };

    private static Image Sharpen(Image image, double amount, double sigma)
    {
        using var blurred = image.Gaussblur(sigma, precision: Enums.Precision.Float);
        return Uchar(image * (1 + amount) - blurred * amount);
    }

    private static Image DownUp(Image image, double factor, Enums.Kernel down, Enums.Kernel up)
    {
        using var small = image.Resize(factor, kernel: down);
        return small.Resize((double)image.Width / small.Width, kernel: up, vscale: (double)image.Height / small.Height);
    }

    private static Image Noise(Image image, double sigma, int seed)
    {
        using var red = Image.Gaussnoise(image.Width, image.Height, sigma: sigma, mean: 0, seed: seed);
        using var green = Image.Gaussnoise(image.Width, image.Height, sigma: sigma, mean: 0, seed: seed ^ 0x5555);
        using var blue = Image.Gaussnoise(image.Width, image.Height, sigma: sigma, mean: 0, seed: seed ^ 0x3333);
        using var noise = red.Bandjoin(green, blue);
        return Uchar(image + noise);
    }

    private static Image Uchar(Image image) => image.Rint().Cast(Enums.BandFormat.Uchar);

    private static double Between(Random random, double low, double high) => low + random.NextDouble() * (high - low);
}
