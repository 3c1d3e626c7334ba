namespace StayPositive.Detector.Decoding;

/// <summary>
/// File bytes to RGB pixels. Pixels of opaque 8-bit images equal Pillow's <c>convert('RGB')</c> bit for bit; the image is never resized, rotated or
/// colour-managed. Thread-safe.
/// </summary>
public static class ImageDecoder
{
    /// <summary>Recognises a format by its magic bytes.</summary>
    /// <param name="head">The first bytes of the file; 32 suffice.</param>
    public static ImageFormat Recognise(ReadOnlySpan<byte> head) => FormatSniffer.Recognise(head);

    /// <summary>True for the formats that are scanned: JPEG, PNG, WebP, GIF, TIFF, BMP, AVIF.</summary>
    public static bool IsScanned(ImageFormat format) =>
        format is ImageFormat.Jpeg or ImageFormat.Png or ImageFormat.WebP or ImageFormat.Gif or ImageFormat.Tiff or ImageFormat.Bmp or ImageFormat.Avif;

    /// <summary>What the header says, without decoding a pixel; null when it cannot be read.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="limits">As for <see cref="Decode"/>; what is beyond them is told all the same.</param>
    public static ImageFacts? Facts(ReadOnlyMemory<byte> bytes, DecodeLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        limits.Check();
        return ImageFile.Open(bytes, limits).Facts;
    }

    /// <summary>Whether a file's header passes some limits, without decoding a pixel; null when it does.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A limit is outside its range.</exception>
    public static ImageRejected? Check(ReadOnlyMemory<byte> bytes, DecodeLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        limits.Check();
        return ImageFile.Open(bytes, limits).Rejected;
    }

    /// <summary>Decodes one frame of a file, or says why not. Never throws for what the bytes hold, and never returns partial pixels.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="limits">Looked up before any pixel is decoded.</param>
    /// <param name="behind">Grey level that transparent pixels are composited over; white, except for masks.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is outside its range.</exception>
    public static DecodeOutcome Decode(ReadOnlyMemory<byte> bytes, DecodeLimits limits, byte behind = 255)
    {
        ArgumentNullException.ThrowIfNull(limits);
        limits.Check();
        var (file, rejected, facts) = ImageFile.Open(bytes, limits);
        if (file is null)
            return DecodeOutcome.Refused(rejected!, facts);
        try
        {
            using var rows = file.Rows(file.Looks[0], behind);
            return DecodeOutcome.Decoded(RgbImage.Read(rows), file.Facts);
        }
        catch (DecodeException damaged)
        {
            return DecodeOutcome.Refused(damaged.Rejected, file.Facts);
        }
    }

    /// <summary>A small picture of a frame for people: averages of squares of pixels, in the memory of some rows. Null when the file is refused.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="limits">As for <see cref="Decode"/>.</param>
    /// <param name="frame">Which frame, as a scan reports it.</param>
    /// <param name="maxSide">Longest side in pixels, at least 1; a smaller image keeps its size.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is outside its range.</exception>
    public static RgbImage? Thumbnail(ReadOnlyMemory<byte> bytes, DecodeLimits limits, int frame, int maxSide)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSide, 1);
        limits.Check();
        if (ImageFile.Open(bytes, limits).File is not { } file)
            return null;
        try
        {
            using var rows = file.Rows(file.Looks.Contains(frame) ? frame : file.Looks[0], behind: 255);
            return Shrink.Read(rows, maxSide);
        }
        catch (DecodeException)
        {
            return null;
        }
    }
}
