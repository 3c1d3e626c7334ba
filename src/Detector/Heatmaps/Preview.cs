using NetVips;
using StayPositive.Detector.Decoding;

namespace StayPositive.Detector.Heatmaps;

/// <summary>A picture for people or other services: small, upright, without any metadata of the file.</summary>
public static class Preview
{
    private const int Quality = 85;

    /// <summary>A JPEG of the frame that a scan of it reports first; null when the file is refused or damaged.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="limits">As for a scan.</param>
    /// <param name="maxSide">Longest side in pixels, at least 1; a smaller image keeps its size.</param>
    /// <param name="frame">Of an animation, as a scan reports it.</param>
    public static byte[]? Jpeg(ReadOnlyMemory<byte> file, DecodeLimits limits, int maxSide, int frame = 0)
    {
        try
        {
            using var small = SmallPicture.Decode(file, frame, limits, maxSide);
            using var upright = SmallPicture.Upright(small, ImageFile.Open(file, limits).File?.Facts.ExifOrientation);
            return upright.JpegsaveBuffer(q: Quality, keep: Enums.ForeignKeep.None);
        }
        catch (Exception fault) when (fault is VipsException or NoPictureException)
        {
            return null;
        }
    }
}
