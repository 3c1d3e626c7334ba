using NetVips;
using StayPositive.Detector.Decoding;

namespace StayPositive.Detector.Heatmaps;

/// <summary>Pixels of a scanned file for the eye, never for the score: small, 8-bit sRGB, on white. The one place where pictures are decoded for looking at.</summary>
internal static class SmallPicture
{
    /// <summary>The pixels of the scanned frame as stored (not upright), in memory.</summary>
    /// <param name="file">A file that has been scanned.</param>
    /// <param name="frame">Which, as a scan reports it.</param>
    /// <param name="limits">Under which it was scanned.</param>
    /// <param name="maxSide">Pixels; smaller images stay as they are.</param>
    /// <exception cref="NoPictureException">It cannot be decoded again.</exception>
    /// <exception cref="VipsException">libvips cannot resize it.</exception>
    public static Image Decode(ReadOnlyMemory<byte> file, int frame, DecodeLimits limits, int maxSide)
    {
        // Averages of whole squares give any size down to the half of what is asked for; so twice as much is asked for, and made smooth to the exact size.
        using var rows = ImageDecoder.Thumbnail(file, limits, frame, 2 * maxSide) ?? throw new NoPictureException();
        using var colour = Colour(rows);
        using var small = colour.ThumbnailImage(maxSide, height: maxSide, size: Enums.Size.Down, noRotate: true);
        return small.CopyMemory();
    }

    /// <summary>Pixels as an image of libvips.</summary>
    public static Image Colour(RgbImage rows)
    {
        using var pixels = Image.NewFromMemoryCopy(rows.Pixels, rows.Width, rows.Height, 3, Enums.BandFormat.Uchar);
        return pixels.Copy(interpretation: Enums.Interpretation.Srgb);
    }

    /// <summary>Applies an EXIF orientation, 1..8; anything else changes nothing.</summary>
    public static Image Upright(Image image, int? orientation) => orientation switch
    {
        2 => image.Flip(Enums.Direction.Horizontal),
        3 => image.Rot(Enums.Angle.D180),
        4 => image.Flip(Enums.Direction.Vertical),
        5 => Then(image.Rot(Enums.Angle.D90), turned => turned.Flip(Enums.Direction.Horizontal)),
        6 => image.Rot(Enums.Angle.D90),
        7 => Then(image.Rot(Enums.Angle.D270), turned => turned.Flip(Enums.Direction.Horizontal)),
        8 => image.Rot(Enums.Angle.D270),
        _ => image.Copy(),
    };

    private static Image Then(Image first, Func<Image, Image> second)
    {
        using (first)
            return second(first);
    }
}
