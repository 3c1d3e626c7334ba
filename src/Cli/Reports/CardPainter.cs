using NetVips;
using StayPositive.Detector.Heatmaps;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Cli.Reports;

/// <summary>Makes the pictures of a card, small enough that a report of 1,000 images still opens.</summary>
internal static class CardPainter
{
    /// <summary>No picture takes more, whatever it shows (noise does not compress).</summary>
    public const int MaxBytes = 40_000;

    private const int MaxSide = 480;
    private static readonly int[] Qualities = [75, 50, 25, 5];

    /// <param name="file">A file that was scanned.</param>
    /// <param name="scan">What was found in it.</param>
    /// <param name="policy">Under which it was judged.</param>
    /// <exception cref="NoPictureException">The file cannot be decoded again.</exception>
    /// <exception cref="VipsException">The picture cannot be drawn.</exception>
    public static CardPictures Paint(byte[] file, Scan scan, Policy policy)
    {
        using var small = SmallPicture.Decode(file, scan.Frame, policy.Limits, MaxSide);
        using var upright = SmallPicture.Upright(small, scan.Facts?.ExifOrientation);
        var image = Compress(upright);
        if (scan.Map is null)
            return new CardPictures(upright.Width, upright.Height, image, null, 0);

        var end = Overlay.ScaleEnd(scan, policy);
        using var overlay = Overlay.Draw(small, scan, end);
        return new CardPictures(upright.Width, upright.Height, image, Compress(overlay), end);
    }

    private static byte[] Compress(Image picture)
    {
        var bytes = Array.Empty<byte>();
        foreach (var quality in Qualities)
        {
            bytes = picture.WebpsaveBuffer(q: quality, keep: Enums.ForeignKeep.None);
            if (bytes.Length <= MaxBytes)
                return bytes;
        }

        return bytes;
    }
}
