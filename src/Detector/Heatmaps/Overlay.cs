using NetVips;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Detector.Heatmaps;

/// <summary>
/// Draws the evidence map over its greyed image, upright. The scale of a model is the same for every image of one size range:
/// it ends where a 64-pixel window is at twice the way from no evidence to its threshold.
/// </summary>
internal static class Overlay
{
    private const int CellPixels = 8;
    private static readonly (byte R, byte G, byte B) Outline = (0, 229, 255);

    /// <summary>The overlay, upright, in sRGB and memory.</summary>
    /// <param name="small">The scanned image's pixels, as stored, at any size.</param>
    /// <param name="scan">With its map.</param>
    /// <param name="end">Evidence at the end of the scale: <see cref="ScaleEnd"/>.</param>
    public static Image Draw(Image small, Scan scan, float end)
    {
        var measurement = scan.Measurement!;
        using var grey = Grey(small);
        var canvas = Blend(grey, scan.Map!, end, measurement.Width, measurement.Height);
        if (scan.Verdict.Region is { } region)
            DrawOutline(canvas, region.Mask, measurement.Width, measurement.Height);

        using var picture = canvas.ToImage();
        return SmallPicture.Upright(picture, scan.Facts?.ExifOrientation);
    }

    private static Image Grey(Image small)
    {
        using var grey = small.Colourspace(Enums.Interpretation.Bw);
        using var band = grey.ExtractBand(0);
        return band.Cast(Enums.BandFormat.Uchar);
    }

    /// <summary>Evidence at the end of the scale.</summary>
    public static float ScaleEnd(Scan scan, Policy policy)
    {
        var threshold = scan.Verdict.Threshold!;
        var smallest = policy.WindowSizes.Where(threshold.Windows.ContainsKey).Order().Select(size => (float?)threshold.Windows[size]).FirstOrDefault() ?? threshold.Global;
        // logit - mean evidence = the head's bias, which the verdict does not carry
        var bias = scan.Measurement!.Heads[0].Logit - (float)scan.Map!.Mean;
        return Math.Max(2 * (smallest - bias), 1e-3f);
    }

    private static Canvas Blend(Image grey, EvidenceMap map, float end, int imageWidth, int imageHeight)
    {
        var canvas = new Canvas(grey.Width, grey.Height);
        var pixels = grey.WriteToMemory<byte>();
        for (var y = 0; y < canvas.Height; y++)
        {
            var row = Math.Min((int)((long)y * imageHeight / canvas.Height / CellPixels), map.Height - 1);
            for (var x = 0; x < canvas.Width; x++)
            {
                var column = Math.Min((int)((long)x * imageWidth / canvas.Width / CellPixels), map.Width - 1);
                var share = Math.Min(1, map[row, column] / end);
                var (r, g, b) = EvidenceColours.At(share);
                var shade = pixels[y * canvas.Width + x];
                var opacity = 0.15 + 0.65 * Math.Sqrt(share);
                canvas.Set(x, y, (EvidenceColours.Mix(shade, r, opacity), EvidenceColours.Mix(shade, g, opacity), EvidenceColours.Mix(shade, b, opacity)));
            }
        }

        return canvas;
    }

    private static void DrawOutline(Canvas canvas, RegionMask mask, int imageWidth, int imageHeight)
    {
        const int thickness = 2;
        int X(int column) => (int)((long)Math.Min(column * CellPixels, imageWidth) * canvas.Width / imageWidth);
        int Y(int row) => (int)((long)Math.Min(row * CellPixels, imageHeight) * canvas.Height / imageHeight);
        bool Inside(int row, int column) => row >= 0 && column >= 0 && row < mask.Rows && column < mask.Columns && mask.Cells[row * mask.Columns + column];
        for (var row = 0; row < mask.Rows; row++)
        {
            for (var column = 0; column < mask.Columns; column++)
            {
                if (!Inside(row, column))
                    continue;
                var (left, top, right, bottom) = (X(column), Y(row), X(column + 1), Y(row + 1));
                if (!Inside(row - 1, column))
                    canvas.Fill(left, top, right - left, thickness, Outline);
                if (!Inside(row + 1, column))
                    canvas.Fill(left, bottom - thickness, right - left, thickness, Outline);
                if (!Inside(row, column - 1))
                    canvas.Fill(left, top, thickness, bottom - top, Outline);
                if (!Inside(row, column + 1))
                    canvas.Fill(right - thickness, top, thickness, bottom - top, Outline);
            }
        }
    }
}
