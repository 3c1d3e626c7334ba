using StayPositive.Detector.Models;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Detector.Heatmaps;

/// <summary>The evidence map and the region of a scan, upright, for a page that draws them over the picture.</summary>
/// <param name="Width">Upright pixels across.</param>
/// <param name="Height">Upright pixels down.</param>
/// <param name="Columns">Cells across.</param>
/// <param name="Rows">Cells down.</param>
/// <param name="Left">Where the first column begins, pixels: 0, or below where a cut cell came to the left.</param>
/// <param name="Top">Where the first row begins, pixels: 0 or below.</param>
/// <param name="Values">[Rows, Columns], logit units, never negative; mean + <paramref name="Bias"/> = logit.</param>
/// <param name="Inside">[Rows, Columns], true = in the region; null without a region.</param>
/// <param name="Bias">Of the head.</param>
/// <param name="ScaleEnd">Evidence at the end of the colour scale: twice that with which a window of the smallest size meets its threshold.</param>
public sealed record EvidenceGrid(
    int Width, int Height, int Columns, int Rows, int Left, int Top, IReadOnlyList<float> Values, IReadOnlyList<bool>? Inside, float Bias, float ScaleEnd)
{
    /// <summary>Of a scan with a map.</summary>
    /// <exception cref="ArgumentException">The scan has no map.</exception>
    public static EvidenceGrid Of(Scan scan, Policy policy)
    {
        ArgumentNullException.ThrowIfNull(scan);
        if (scan is not { Map: { } map, Measurement: { } measurement })
            throw new ArgumentException("The scan has no map.", nameof(scan));
        const int cell = BackboneManifest.CellPixels;
        var orientation = scan.Facts?.ExifOrientation ?? 1;
        var (width, height) = Orientation.Upright(measurement.Width, measurement.Height, orientation);
        var (columns, rows) = Orientation.Upright(map.Width, map.Height, orientation);
        // The last cells of the stored image are cut by its edge; where the image is turned so that they come first, the grid begins outside of it.
        var stored = Orientation.ToUpright(new(map.Width - 1, map.Height - 1, 1, 1), map.Width, map.Height, orientation);
        return new EvidenceGrid(
            width, height, columns, rows, stored.X == 0 ? width - columns * cell : 0, stored.Y == 0 ? height - rows * cell : 0,
            Orientation.Turn(map.Values, map.Width, map.Height, orientation),
            scan.Verdict.Region is { } region ? Orientation.Turn<bool>(region.Mask.Cells.ToArray(), map.Width, map.Height, orientation) : null,
            measurement.Heads[0].Logit - (float)map.Mean, Overlay.ScaleEnd(scan, policy));
    }
}
