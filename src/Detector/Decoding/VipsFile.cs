using System.Runtime.InteropServices;
using NetVips;

namespace StayPositive.Detector.Decoding;

/// <summary>A file opened by libvips, with the recognised format's own loader: left to choose, libvips takes others that do not heed the strictness.</summary>
internal sealed class VipsFile
{
    private static readonly double[] White = [255, 255, 255];

    private readonly byte[] bytes;
    private readonly ImageFormat format;
    private readonly Lazy<bool> isWhole; // the other decoders notice by themselves

    /// <param name="bytes">The file.</param>
    /// <param name="format">Any but BMP.</param>
    public VipsFile(ReadOnlyMemory<byte> bytes, ImageFormat format)
    {
        this.format = format;
        var whole = MemoryMarshal.TryGetArray(bytes, out var array) && array is { Array: not null, Offset: 0 } && array.Count == array.Array.Length ? array.Array : null;
        isWhole = new Lazy<bool>(() => format != ImageFormat.Gif || GifBlocks.AreImagesWhole(this.bytes));
        this.bytes = format == ImageFormat.Jpeg && !JpegMarkers.IsTidy(bytes.Span) ? Tidied(bytes) : whole ?? bytes.ToArray();
    }

    /// <summary>What the header says.</summary>
    /// <param name="frames">Number of frames; 0 = as the header says.</param>
    /// <param name="page">Whose size.</param>
    /// <exception cref="DecodeException">The header is damaged, or the samples are of a kind that is not decoded.</exception>
    public ImageFacts Facts(int frames = 0, int page = 0)
    {
        try
        {
            using var source = Source.NewFromMemory(bytes);
            using var image = Open(source, page);
            var orientation = image.Contains("orientation") && image.Get("orientation") is int and >= 1 and <= 8 and var stated ? stated : 1;
            var bits = image.Format switch { Enums.BandFormat.Uchar => 8, Enums.BandFormat.Ushort => 16, _ => throw new DecodeException(Rare($"{image.Format} samples")) };
            var colours = image.Bands - (image.HasAlpha() ? 1 : 0);
            if (colours is not (1 or 3) && !(colours == 4 && image.Interpretation == Enums.Interpretation.Cmyk) || image.Interpretation is Enums.Interpretation.Lab or Enums.Interpretation.Labs)
                throw new DecodeException(Rare($"{image.Bands} bands, {image.Interpretation}"));
            return new ImageFacts(
                format, image.Width, image.Height, image.Bands, bits, image.HasAlpha(), orientation, image.Contains("icc-profile-data"), bytes.Length,
                frames > 0 ? frames : format != ImageFormat.Avif && image.Contains("n-pages") && image.Get("n-pages") is int and > 1 and var pages ? pages : 1);
        }
        catch (VipsException)
        {
            throw new DecodeException(Damaged());
        }
    }

    /// <summary>By the recognised format's own loader. Strict: a decoder's warning about the data means that some pixels are made up.</summary>
    private Image Open(Source source, int frame) => format switch
    {
        ImageFormat.Jpeg => Image.JpegloadSource(source, access: Enums.Access.Sequential, failOn: Enums.FailOn.Warning),
        ImageFormat.Png => Image.PngloadSource(source, access: Enums.Access.Sequential, failOn: Enums.FailOn.Warning),
        ImageFormat.WebP => Image.WebploadSource(source, page: frame, access: Enums.Access.Sequential, failOn: Enums.FailOn.Warning),
        ImageFormat.Gif => Image.GifloadSource(source, page: frame, access: Enums.Access.Sequential, failOn: Enums.FailOn.Warning),
        ImageFormat.Tiff => Image.TiffloadSource(source, page: frame, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error), // it warns of every private tag
        _ => Image.HeifloadSource(source, access: Enums.Access.Sequential, failOn: Enums.FailOn.Warning),
    };

    /// <summary>Pixels of a frame.</summary>
    /// <param name="frame">0, 1, ...</param>
    /// <param name="behind">Grey level that transparent pixels are composited over.</param>
    /// <exception cref="DecodeException">The header is damaged.</exception>
    public PixelRows Rows(int frame, byte behind)
    {
        if (!isWhole.Value)
            throw new DecodeException(Damaged());
        var source = Source.NewFromMemory(bytes); // pins the bytes until it is disposed, after everything that reads them
        try
        {
            using var image = Open(source, frame);
            using var opaque = image.HasAlpha() ? Flatten(image, behind) : image.Copy();
            using var eight = opaque.Format == Enums.BandFormat.Ushort ? opaque.Cast(Enums.BandFormat.Uchar, shift: true) : opaque.Copy();
            return new VipsRows(eight.Bands switch { 1 => eight.Bandjoin(eight, eight), 3 => eight.Copy(), _ => Cmyk(eight) }, source, Damaged);
        }
        catch (VipsException)
        {
            source.Dispose();
            throw new DecodeException(Damaged());
        }
    }

    private static byte[] Tidied(ReadOnlyMemory<byte> bytes)
    {
        var tidy = bytes.ToArray();
        JpegMarkers.Tidy(tidy);
        return tidy;
    }

    private ImageRejected Damaged() => Refusals.OfData(bytes, format);

    private ImageRejected Rare(string which) =>
        new(RejectionCode.Unreadable, $"The {format} is of a rare kind ({which}) that is not decoded here.", "Save it with 8 or 16 bits per sample as grey, RGB or CMYK.");

    /// <summary>round((a v + (max - a) behind) / max), in the image's own depth.</summary>
    private static Image Flatten(Image image, byte behind)
    {
        var max = image.Format == Enums.BandFormat.Ushort ? 65535.0 : 255.0;
        using var alpha = image.ExtractBand(image.Bands - 1);
        using var colour = image.ExtractBand(0, image.Bands - 1);
        using var over = ((colour * alpha) + ((alpha * -1 + max) * (behind * max / 255))) / max;
        return over.Rint().Cast(image.Format);
    }

    /// <summary>
    /// CMYK to RGB without a profile, as Pillow does: c' = 255 - min(255, c + k x (255 - c) / 255). libvips has already undone Adobe's inversion.
    /// </summary>
    private static Image Cmyk(Image image)
    {
        using var ink = image.ExtractBand(0, 3);
        using var black = image.ExtractBand(3);
        using var light = (ink * -1 + White) * (black * -1 + 255.0) / 255.0;
        return light.Rint().Cast(Enums.BandFormat.Uchar);
    }
}
