namespace StayPositive.Detector.Decoding;

/// <summary>A file whose header has been read and found within the limits; its pixels are still to be decoded.</summary>
internal sealed class ImageFile
{
    private readonly Func<int, byte, PixelRows> open;

    private ImageFile(ImageFacts facts, IReadOnlyList<int> looks, DecodeNeeds needs, Func<int, byte, PixelRows> open) =>
        (Facts, Looks, Needs, this.open) = (facts, looks, needs, open);

    public ImageFacts Facts { get; }

    /// <summary>Frames that are looked at, rising: the first, the middle and the last; of an animated PNG also the default image if that is no frame.</summary>
    public IReadOnlyList<int> Looks { get; private set; }

    /// <summary>What decoding costs.</summary>
    public DecodeNeeds Needs { get; }

    /// <summary>Reads the header, or says why the file is refused (with the facts, if the header could be read). Never throws for what the bytes hold.</summary>
    public static (ImageFile? File, ImageRejected? Rejected, ImageFacts? Facts) Open(ReadOnlyMemory<byte> bytes, DecodeLimits limits)
    {
        if (Refusals.OfBytes(bytes, limits) is { } refused)
            return (null, refused, null);

        Vips.Initialise();
        ImageFacts? facts = null;
        try
        {
            var file = FormatSniffer.Recognise(bytes.Span) switch
            {
                ImageFormat.Bmp => Bitmap(bytes),
                ImageFormat.Png when Container.IsAnimatedPng(bytes.Span) => AnimatedPng(bytes),
                var format => Other(bytes, format, limits),
            };
            facts = file.Facts;
            return Refusals.OfSize(facts, file.Needs, limits) is { } tooLarge ? (null, tooLarge, facts) : (file, null, facts);
        }
        catch (DecodeException damaged)
        {
            return (null, damaged.Rejected, facts);
        }
    }

    /// <summary>Pixels of a frame. Frames are asked for in rising order.</summary>
    /// <param name="frame">One of <see cref="Looks"/>.</param>
    /// <param name="behind">Grey level that transparent pixels are composited over.</param>
    /// <exception cref="DecodeException">The data is damaged.</exception>
    public PixelRows Rows(int frame, byte behind) => open(frame, behind);

    private static ImageFile Bitmap(ReadOnlyMemory<byte> bytes)
    {
        var (file, rejected) = BmpFile.Read(bytes);
        if (file is null)
            throw new DecodeException(rejected!);
        var facts = new ImageFacts(
            ImageFormat.Bmp, file.Width, file.Height, file.HasAlpha ? 4 : 3, 8, file.HasAlpha, ExifOrientation: 1, HasIccProfile: false, bytes.Length);
        return new ImageFile(facts, [0], new DecodeNeeds(Bytes: 0, Megapixels: Megapixels(facts)), (_, behind) => new BmpRows(file, behind));
    }

    private static ImageFile AnimatedPng(ReadOnlyMemory<byte> bytes)
    {
        var file = ApngFile.Read(bytes);
        var first = new VipsFile(bytes, ImageFormat.Png);
        var facts = first.Facts(file.Frames.Count + (file.HasExtraDefaultImage ? 1 : 0));
        var canvas = new Lazy<ApngCanvas>(() => new ApngCanvas(file));
        var extra = file.HasExtraDefaultImage ? 1 : 0;
        var looks = Middle(file.Frames.Count).Select(frame => frame + extra);
        var needs = new DecodeNeeds(DecodeNeeds.OfCanvas(facts), Megapixels(facts) * facts.Frames);
        return new ImageFile(facts, extra == 1 ? [0, .. looks] : looks.ToArray(), needs, Rows);

        PixelRows Rows(int frame, byte behind) => frame < extra
            ? first.Rows(0, behind)
            : new RgbaRows(canvas.Value.At(frame - extra), facts.Width, facts.Height, behind);
    }

    private static ImageFile Other(ReadOnlyMemory<byte> bytes, ImageFormat format, DecodeLimits limits)
    {
        var file = new VipsFile(bytes, format);
        var facts = file.Facts();
        var looks = Middle(facts.Frames);
        if (format == ImageFormat.Tiff) // pages of different sizes; small ones behind the first are previews
            looks = looks.Where(page => page == 0 || file.Facts(page: page) is var other && Math.Min(other.Width, other.Height) >= limits.MinSide).ToArray();
        var largest = looks.Select(page => format == ImageFormat.Tiff ? file.Facts(page: page) : facts).MaxBy(Megapixels)!;
        var streamed = Container.IsStreamed(bytes.Span, format);
        var needs = new DecodeNeeds(streamed ? 0 : DecodeNeeds.OfFrame(largest), format == ImageFormat.Tiff ? Megapixels(largest) : Megapixels(facts) * facts.Frames);
        return new ImageFile(facts, looks, needs, file.Rows);
    }

    private static int[] Middle(int frames) => [.. new[] { 0, frames / 2, frames - 1 }.Distinct()];

    private static double Megapixels(ImageFacts facts) => (double)facts.Width * facts.Height / 1e6;
}
