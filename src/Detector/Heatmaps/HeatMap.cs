using NetVips;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Detector.Heatmaps;

/// <summary>The evidence map as a picture for people.</summary>
public static class HeatMap
{
    private const int MaxSide = 1600;

    /// <summary>A PNG: the image in grey, upright, with the evidence in colour, the region outlined, and a scale in logit units below. Null when the file cannot be drawn.</summary>
    /// <param name="file">The file that was scanned.</param>
    /// <param name="scan">Its scan, with a map.</param>
    /// <param name="policy">By which it was judged.</param>
    public static byte[]? Paint(ReadOnlyMemory<byte> file, Scan scan, Policy policy)
    {
        ArgumentNullException.ThrowIfNull(scan);
        ArgumentNullException.ThrowIfNull(policy);
        try
        {
            var end = Overlay.ScaleEnd(scan, policy);
            using var small = SmallPicture.Decode(file, scan.Frame, policy.Limits, MaxSide);
            using var overlay = Overlay.Draw(small, scan, end);
            using var whole = ScaleStrip.Below(overlay, end);
            return whole.PngsaveBuffer(keep: Enums.ForeignKeep.None);
        }
        catch (Exception fault) when (fault is VipsException or NoPictureException)
        {
            return null;
        }
    }
}
