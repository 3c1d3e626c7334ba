using NetVips;
using StayPositive.Detector.Scans;

namespace StayPositive.Cli.Heatmaps;

/// <summary>Pixels of a scanned file for the eye, never for the score: small, 8-bit sRGB, on white. The one place where pictures are decoded for looking at.</summary>
internal static class SmallPicture
{
    /// <summary>The pixels as stored (not upright), in memory.</summary>
    /// <param name="file">A file that has been scanned, so that its size is within the limits.</param>
    /// <param name="maxSide">Pixels; smaller images stay as they are.</param>
    /// <exception cref="VipsException">libvips cannot read it.</exception>
    public static Image Decode(byte[] file, int maxSide)
    {
        using var small = Image.ThumbnailBuffer(file, maxSide, height: maxSide, size: Enums.Size.Down, noRotate: true);
        using var flat = small.HasAlpha() ? small.Flatten(background: [255, 255, 255]) : small.Copy();
        using var colour = flat.Colourspace(Enums.Interpretation.Srgb);
        using var bytes = colour.Cast(Enums.BandFormat.Uchar);
        return bytes.CopyMemory();
    }

    /// <summary>Applies the EXIF orientation of the scanned file.</summary>
    public static Image Upright(Image image, Scan scan) => scan.Facts?.ExifOrientation switch
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
