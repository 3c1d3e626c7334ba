namespace StayPositive.Detector.Decoding;

/// <summary>What is refused before any pixel is decoded.</summary>
internal static class Refusals
{
    /// <summary>Looks at size, magic bytes and outermost structure.</summary>
    public static ImageRejected? OfBytes(ReadOnlyMemory<byte> bytes, DecodeLimits limits)
    {
        if (bytes.IsEmpty)
            return new ImageRejected(RejectionCode.Empty, "The file is empty.", "Upload it again.");
        if (bytes.Length > limits.MaxMegabytes * 1_000_000L)
            return new ImageRejected(
                RejectionCode.TooManyBytes, $"The file has {bytes.Length} bytes; the limit is {limits.MaxMegabytes} MB.", "Raise MaxMegabytes or upload a smaller file.");

        var format = FormatSniffer.Recognise(bytes.Span);
        if (!ImageDecoder.IsScanned(format))
            return Unsupported(format, "");
        if (TiffDirectory.IsBig(bytes.Span))
            return Unsupported(format, " of the 64-bit kind (BigTIFF)");
        if (format == ImageFormat.Tiff && TiffDirectory.IsCameraRaw(bytes.Span))
            return Unsupported(format, " of a camera's raw kind, whose first page is a thumbnail");
        if (!Container.IsComplete(bytes.Span, format))
            return new ImageRejected(RejectionCode.Truncated, "The file ends before its image does.", "Upload it again.");
        return Container.Frames(bytes.Span, format, limits.MaxFrames + 1) > limits.MaxFrames ? TooManyFrames(limits) : null;
    }

    /// <summary>Looks at what the header says.</summary>
    public static ImageRejected? OfSize(ImageFacts facts, DecodeNeeds needs, DecodeLimits limits)
    {
        var size = $"The image has {facts.Width} x {facts.Height} pixels";
        if ((long)facts.Width * facts.Height > limits.MaxMegapixels * 1_000_000L)
            return new ImageRejected(RejectionCode.TooManyPixels, $"{size}; the limit is {limits.MaxMegapixels} megapixels.", "Raise MaxMegapixels or upload a smaller image.");
        if (Math.Max(facts.Width, facts.Height) > limits.MaxSide)
            return new ImageRejected(RejectionCode.TooLongSide, $"{size}; a side may have {limits.MaxSide}.", "Raise MaxSide or upload a smaller image.");
        if (Math.Min(facts.Width, facts.Height) < limits.MinSide)
            return new ImageRejected(RejectionCode.TooSmall, $"{size}; a side needs {limits.MinSide}.", "Lower MinSide or upload the original image.");
        if (needs.Bytes > limits.MemoryMegabytes * 1_000_000L)
            return new ImageRejected(
                RejectionCode.TooMuchMemory, $"{size}, and this kind of {facts.Format} is decoded whole: that takes {needs.Bytes / 1e6:F0} MB; the budget is {limits.MemoryMegabytes} MB.",
                "Raise MemoryMegabytes, or save it as a baseline JPEG or a PNG without interlacing, which are decoded in strips.");
        if (facts.Frames > limits.MaxFrames)
            return TooManyFrames(limits);
        if (facts.Frames > 1 && needs.Megapixels > limits.MaxAnimationMegapixels)
            return new ImageRejected(
                RejectionCode.TooManyFrames, $"{size} and {facts.Frames} frames, {needs.Megapixels:F0} megapixels in all; the limit is {limits.MaxAnimationMegapixels}.",
                "Raise MaxAnimationMegapixels or upload a shorter animation.");
        return null;
    }

    /// <summary>Why a file of which libvips says that it is damaged is refused.</summary>
    public static ImageRejected OfData(ReadOnlySpan<byte> bytes, ImageFormat format) =>
        format == ImageFormat.Jpeg && JpegMarkers.Frame(bytes) is { IsDecodable: false } frame
            ? new ImageRejected(
                RejectionCode.Unreadable, $"The JPEG is of a rare kind (SOF{frame.Kind}, {frame.BitsPerSample} bits per sample) that is not decoded here.",
                "Save it as a baseline or progressive JPEG with 8 bits per sample.")
            : DecodeException.Corrupt(format).Rejected;

    private static ImageRejected TooManyFrames(DecodeLimits limits) =>
        new(RejectionCode.TooManyFrames, $"The file has more than {limits.MaxFrames} frames.", "Raise MaxFrames or upload a shorter animation.");

    private static ImageRejected Unsupported(ImageFormat format, string kind) => new(
        RejectionCode.UnsupportedFormat,
        format == ImageFormat.Unknown ? "The bytes are no image format that is known here." : $"The file is a {format}{kind}; JPEG, PNG, WebP, GIF, TIFF, BMP and AVIF are scanned.",
        "Convert it to JPEG or PNG.");
}
