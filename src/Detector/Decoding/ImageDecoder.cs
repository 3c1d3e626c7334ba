using NetVips;

namespace StayPositive.Detector.Decoding;

/// <summary>
/// File bytes to RGB pixels. Pixels of opaque 8-bit images equal Pillow's <c>convert('RGB')</c> bit for bit; the image is never resized, rotated or
/// colour-managed. Thread-safe.
/// </summary>
public static class ImageDecoder
{
    private static readonly double[] White = [255, 255, 255];

    /// <summary>Recognises a format by its magic bytes.</summary>
    /// <param name="head">The first bytes of the file; 32 suffice.</param>
    public static ImageFormat Recognise(ReadOnlySpan<byte> head) => FormatSniffer.Recognise(head);

    /// <summary>Decodes a file, or says why not. Never throws for what the bytes hold, and never returns partial pixels.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="limits">Looked up before any pixel is decoded.</param>
    /// <param name="behind">Grey level that transparent pixels are composited over; white, except for masks.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is outside its range.</exception>
    public static DecodeOutcome Decode(ReadOnlyMemory<byte> bytes, DecodeLimits limits, byte behind = 255)
    {
        ArgumentNullException.ThrowIfNull(limits);
        limits.Check();
        if (bytes.IsEmpty)
            return DecodeOutcome.Refused(RejectionCode.Empty, "The file is empty.", "Upload it again.");
        if (bytes.Length > limits.MaxMegabytes * 1_000_000L)
            return DecodeOutcome.Refused(
                RejectionCode.TooManyBytes, $"The file has {bytes.Length} bytes; the limit is {limits.MaxMegabytes} MB.", "Raise MaxMegabytes or upload a smaller file.");

        var format = FormatSniffer.Recognise(bytes.Span);
        if (format is not (ImageFormat.Jpeg or ImageFormat.Png or ImageFormat.WebP))
            return Unsupported(format);
        if (!Container.IsComplete(bytes.Span, format))
            return Truncated();

        Vips.Initialise();
        try
        {
            return Load(bytes, format, limits, behind);
        }
        catch (VipsException)
        {
            // Its message is not passed on: libvips keeps one error text for all threads, so it may speak of another image.
            return Damaged(bytes.Span, format);
        }
    }

    private static DecodeOutcome Load(ReadOnlyMemory<byte> bytes, ImageFormat format, DecodeLimits limits, byte behind)
    {
        var file = bytes.ToArray();
        if (format == ImageFormat.Jpeg)
            JpegMarkers.Tidy(file);

        // Strict: a decoder's warning about the data means that some pixels are made up.
        using var image = Open(file, format);
        var facts = Facts(image, format, bytes.Length);
        if (TooLarge(facts, limits) is { } refused)
            return refused;
        if (Container.IsAnimated(bytes.Span, format) || image.Contains("n-pages"))
            return DecodeOutcome.Refused(RejectionCode.Animated, $"The {format} file is an animation.", "Upload its frames as still images.", facts);

        using var opaque = facts.HasAlpha ? Flatten(image, behind) : image.Copy();
        using var eight = facts.BitsPerSample == 16 ? opaque.Cast(Enums.BandFormat.Uchar, shift: true) : opaque.Copy();
        using var rgb = eight.Bands switch
        {
            1 => eight.Bandjoin(eight, eight),
            3 => eight.Copy(),
            _ => Cmyk(eight),
        };
        return DecodeOutcome.Decoded(Pixels(rgb), facts);
    }

    /// <summary>
    /// By the recognised format's own loader: left to choose, libvips takes its Ultra HDR loader for a JPEG with a gain map, which does not heed the strictness.
    /// </summary>
    private static Image Open(byte[] file, ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => Image.JpegloadBuffer(file, access: Enums.Access.Sequential, failOn: Enums.FailOn.Warning),
        ImageFormat.Png => Image.PngloadBuffer(file, access: Enums.Access.Sequential, failOn: Enums.FailOn.Warning),
        _ => Image.WebploadBuffer(file, access: Enums.Access.Sequential, failOn: Enums.FailOn.Warning),
    };

    /// <summary>Decodes all of it: anything that is wrong with the data throws here, before a pixel is handed out.</summary>
    private static unsafe RgbImage Pixels(Image rgb)
    {
        var memory = rgb.WriteToMemory(out var size);
        try
        {
            return RgbImage.FromPixels(rgb.Width, rgb.Height, new ReadOnlySpan<byte>((void*)memory, checked((int)size)));
        }
        finally
        {
            NetVips.NetVips.Free(memory);
        }
    }

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

    private static ImageFacts Facts(Image image, ImageFormat format, int byteCount) => new(
        format, image.Width, image.Height, image.Bands, image.Format == Enums.BandFormat.Ushort ? 16 : 8,
        image.HasAlpha(), image.Contains("orientation") && image.Get("orientation") is int and >= 1 and <= 8 and var orientation ? orientation : 1,
        image.Contains("icc-profile-data"), byteCount);

    private static DecodeOutcome? TooLarge(ImageFacts facts, DecodeLimits limits)
    {
        var size = $"The image has {facts.Width} x {facts.Height} pixels";
        if ((long)facts.Width * facts.Height > limits.MaxMegapixels * 1_000_000L)
            return DecodeOutcome.Refused(RejectionCode.TooManyPixels, $"{size}; the limit is {limits.MaxMegapixels} megapixels.", "Raise MaxMegapixels or upload a smaller image.", facts);
        if (Math.Max(facts.Width, facts.Height) > limits.MaxSide)
            return DecodeOutcome.Refused(RejectionCode.TooLongSide, $"{size}; a side may have {limits.MaxSide}.", "Raise MaxSide or upload a smaller image.", facts);
        if (Math.Min(facts.Width, facts.Height) < limits.MinSide)
            return DecodeOutcome.Refused(RejectionCode.TooSmall, $"{size}; a side needs {limits.MinSide}.", "Lower MinSide or upload the original image.", facts);
        return null;
    }

    private static DecodeOutcome Unsupported(ImageFormat format) => DecodeOutcome.Refused(
        RejectionCode.UnsupportedFormat,
        format == ImageFormat.Unknown ? "The bytes are no image format that is known here." : $"The file is a {format}; JPEG, PNG and WebP are scanned.",
        "Convert it to JPEG, PNG or WebP.");

    private static DecodeOutcome Truncated() =>
        DecodeOutcome.Refused(RejectionCode.Truncated, "The file ends before its image does.", "Upload it again.");

    private static DecodeOutcome Damaged(ReadOnlySpan<byte> bytes, ImageFormat format)
    {
        if (format == ImageFormat.Jpeg && JpegMarkers.Frame(bytes) is { IsDecodable: false } frame)
        {
            return DecodeOutcome.Refused(
                RejectionCode.Unreadable, $"The JPEG is of a rare kind (SOF{frame.Kind}, {frame.BitsPerSample} bits per sample) that is not decoded here.",
                "Save it as a baseline or progressive JPEG with 8 bits per sample.");
        }

        return DecodeOutcome.Refused(
            RejectionCode.Corrupt, $"The {format} data is damaged: it breaks the rules of its format, and not all pixels can be decoded.", "Export the image again from its source.");
    }
}
