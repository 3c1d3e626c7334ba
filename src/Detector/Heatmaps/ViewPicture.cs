using NetVips;
using StayPositive.Detector.Decoding;
using StayPositive.Detector.Evaluation;

namespace StayPositive.Detector.Heatmaps;

/// <summary>Parts and masks of a file for a page, upright and encoded anew without anything else that the file holds; the whole is <see cref="Preview"/>.</summary>
public static class ViewPicture
{
    /// <summary>A part of the image, pixel by pixel, as PNG; null when the file cannot be decoded.</summary>
    /// <param name="file">The file.</param>
    /// <param name="limits">Under which it is decoded.</param>
    /// <param name="frame">Of an animation.</param>
    /// <param name="box">Upright pixels; what lies outside of the image is cut off.</param>
    public static byte[]? Part(ReadOnlyMemory<byte> file, DecodeLimits limits, int frame, CropBox box)
    {
        if (ImageFile.Open(file, limits).File is not { } image)
            return null;
        try
        {
            using var rows = image.Rows(image.Looks.Contains(frame) ? frame : image.Looks[0], behind: 255);
            var (width, height) = Orientation.Upright(rows.Width, rows.Height, image.Facts.ExifOrientation);
            var (x, y) = (Math.Clamp(box.X, 0, width - 1), Math.Clamp(box.Y, 0, height - 1));
            var inside = new CropBox(x, y, Math.Clamp(box.Width, 1, width - x), Math.Clamp(box.Height, 1, height - y));
            using var part = Orientation.ToStored(inside, rows.Width, rows.Height, image.Facts.ExifOrientation).Cut(rows);
            using var pixels = SmallPicture.Colour(part);
            using var upright = SmallPicture.Upright(pixels, image.Facts.ExifOrientation);
            return upright.PngsaveBuffer(compression: 1, keep: Enums.ForeignKeep.None);
        }
        catch (DecodeException)
        {
            return null;
        }
    }

    /// <summary>Facts of the file's header; null when it cannot be read.</summary>
    public static ImageFacts? Facts(ReadOnlyMemory<byte> file, DecodeLimits limits) => ImageFile.Open(file, limits).Facts;

    /// <summary>A mask as PNG of one band: white = inside.</summary>
    public static byte[] Mask(EditMask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var bytes = new byte[mask.Edited.Length];
        for (var n = 0; n < bytes.Length; n++)
            bytes[n] = mask.Edited[n] ? (byte)255 : (byte)0;
        using var band = Image.NewFromMemoryCopy(bytes, mask.Width, mask.Height, 1, Enums.BandFormat.Uchar);
        using var grey = band.Copy(interpretation: Enums.Interpretation.Bw);
        return grey.PngsaveBuffer(keep: Enums.ForeignKeep.None);
    }
}
