using System.Globalization;
using NetVips;
using StayPositive.Detector.Decoding;

namespace StayPositive.Detector.Evaluation;

/// <summary>
/// What happens to a picture on its way through the web, applied alike to both classes of an evaluation: lossy encodings and resizes, in a chain.
/// Written as <c>none</c>, <c>jpeg:75</c> (chroma 4:2:0), <c>webp:75</c>, <c>resize:0.7</c> or <c>resize:0.7:cubic</c> (default kernel <c>lanczos3</c>),
/// chained by <c>+</c>: <c>resize:0.5+jpeg:90</c>. Immutable and thread-safe.
/// </summary>
public sealed class Reencoding
{
    private readonly ReencodingStep[] steps;

    private Reencoding(ReencodingStep[] steps) => this.steps = steps;

    /// <summary>Leaves the pixels as they are.</summary>
    public static Reencoding None { get; } = new([]);

    /// <summary>Whether the pixels stay as they are.</summary>
    public bool IsNone => steps.Length == 0;

    /// <summary>JPEG with chroma 4:2:0.</summary>
    /// <param name="quality">1..100.</param>
    public static Reencoding Jpeg(int quality) => new([new JpegStep(Within(quality, 1, 100))]);

    /// <summary>Lossy WebP.</summary>
    /// <param name="quality">1..100.</param>
    public static Reencoding WebP(int quality) => new([new WebpStep(Within(quality, 1, 100))]);

    /// <summary>Resize of both sides; sides are rounded, and at least one pixel.</summary>
    /// <param name="factor">0.05..8.</param>
    /// <param name="kernel">Interpolation.</param>
    public static Reencoding Resize(double factor, ResizeKernel kernel = ResizeKernel.Lanczos3) => new([new ResizeStep(Within(factor, 0.05, 8), kernel)]);

    /// <summary>This chain followed by another.</summary>
    public Reencoding Then(Reencoding next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return new Reencoding([.. steps, .. next.steps]);
    }

    /// <summary>Reads a chain as it is written above.</summary>
    /// <exception cref="FormatException">The text is not a chain; the message names the part and what is possible.</exception>
    public static Reencoding Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('+').Select(ParseStep).Aggregate(None, (chain, step) => chain.Then(step));
    }

    /// <summary>Applies the chain. The caller disposes the result, which never shares memory with <paramref name="image"/>.</summary>
    /// <param name="image">Left as it is.</param>
    public RgbImage Apply(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (IsNone) return RgbImage.FromPixels(image.Width, image.Height, image.Pixels);
        var current = Image.NewFromMemoryCopy(image.Pixels, image.Width, image.Height, 3, Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        try
        {
            foreach (var step in steps)
            {
                var next = step.Apply(current);
                current.Dispose();
                current = next;
            }

            return RgbImage.FromPixels(current.Width, current.Height, current.WriteToMemory<byte>());
        }
        finally
        {
            current.Dispose();
        }
    }

    /// <summary>Size of the result for an image of this size, pixels.</summary>
    public (int Width, int Height) SizeAfter(int width, int height) =>
        steps.Aggregate((width, height), (size, step) => step.SizeAfter(size.width, size.height));

    /// <summary>The chain as <see cref="Parse"/> reads it.</summary>
    public override string ToString() => IsNone ? "none" : string.Join('+', steps.Select(step => step.ToString()));

    private static Reencoding ParseStep(string text)
    {
        var parts = text.Trim().Split(':');
        try
        {
            return parts switch
            {
                ["none"] => None,
                ["jpeg", var quality] => Jpeg(int.Parse(quality, CultureInfo.InvariantCulture)),
                ["webp", var quality] => WebP(int.Parse(quality, CultureInfo.InvariantCulture)),
                ["resize", var factor] => Resize(double.Parse(factor, CultureInfo.InvariantCulture)),
                ["resize", var factor, var kernel] => Resize(double.Parse(factor, CultureInfo.InvariantCulture), ParseKernel(kernel)),
                _ => throw Unreadable(text),
            };
        }
        catch (Exception fault) when (fault is FormatException or OverflowException or ArgumentOutOfRangeException)
        {
            throw Unreadable(text);
        }
    }

    private static ResizeKernel ParseKernel(string text) =>
        Enum.GetValues<ResizeKernel>().Cast<ResizeKernel?>().FirstOrDefault(kernel => text.Equals(kernel.ToString(), StringComparison.OrdinalIgnoreCase))
        ?? throw Unreadable(text);

    private static FormatException Unreadable(string text) => new(
        $"'{text}' is not a re-encoding. Possible: none, jpeg:Q and webp:Q with Q from 1 to 100, resize:F with F from 0.05 to 8, "
        + "resize:F:K with K one of nearest, linear, cubic, mitchell, lanczos2, lanczos3; chained by '+'.");

    private static T Within<T>(T value, T low, T high)
        where T : IComparable<T>
    {
        // Written so that NaN is refused too.
        if (value.CompareTo(low) < 0 || value.CompareTo(high) > 0) throw new ArgumentOutOfRangeException(nameof(value), value, $"Must be from {low} to {high}.");
        return value;
    }
}
