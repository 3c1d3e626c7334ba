using NetVips;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Scans;
using StayPositive.Detector.Verdicts;

namespace StayPositive.Cli.Heatmaps;

/// <summary>
/// Draws the evidence map over its greyed image, upright, with a scale in logit units below. The scale of a model is the same for every image:
/// it ends where a 64-pixel window is at twice the way from no evidence to its threshold.
/// </summary>
internal static class Overlay
{
    private const int MaxSide = 1600;
    private const int CellPixels = 8;
    private const int MinScaleWidth = 144;
    private const int ScaleHeight = 54;
    private const string Caption = "EVIDENCE PER CELL IN LOGIT UNITS";
    private static readonly (byte R, byte G, byte B) Outline = (0, 229, 255);
    private static readonly (byte R, byte G, byte B) Ink = (235, 235, 235);

    public static byte[] Paint(byte[] file, Scan scan, Policy policy)
    {
        var measurement = scan.Measurement!;
        using var grey = Grey(file);
        var end = ScaleEnd(scan, policy);
        var canvas = Blend(grey, scan.Map!, end, measurement.Width, measurement.Height);
        if (scan.Verdict.Region is { } region)
            DrawOutline(canvas, region.Mask, measurement.Width, measurement.Height);

        using var picture = Image.NewFromMemory(canvas.Pixels, canvas.Width, canvas.Height, 3, Enums.BandFormat.Uchar);
        using var upright = Upright(picture, scan.Facts?.ExifOrientation ?? 1);
        var scale = DrawScale(upright.Width, end);
        using var strip = Image.NewFromMemory(scale.Pixels, scale.Width, scale.Height, 3, Enums.BandFormat.Uchar);
        using var joined = upright.Join(strip, Enums.Direction.Vertical, expand: true);
        using var marked = joined.Copy(interpretation: Enums.Interpretation.Srgb);
        return marked.PngsaveBuffer(keep: Enums.ForeignKeep.None);
    }

    private static Image Grey(byte[] file)
    {
        using var small = Image.ThumbnailBuffer(file, MaxSide, height: MaxSide, size: Enums.Size.Down, noRotate: true);
        using var flat = small.HasAlpha() ? small.Flatten(background: [255, 255, 255]) : small.Copy();
        using var grey = flat.Colourspace(Enums.Interpretation.Bw);
        using var band = grey.ExtractBand(0);
        using var bytes = band.Cast(Enums.BandFormat.Uchar);
        return bytes.CopyMemory();
    }

    /// <summary>Evidence at the end of the scale.</summary>
    internal static float ScaleEnd(Scan scan, Policy policy)
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

    /// <summary>A strip with the colours and the evidence, in logit units, at its ends and in the middle.</summary>
    private static Canvas DrawScale(int width, float end)
    {
        const int margin = 8;
        const int barHeight = 12;
        const int dot = 2;
        var canvas = new Canvas(Math.Max(width, MinScaleWidth), ScaleHeight);
        var bar = canvas.Width - 2 * margin;
        for (var x = 0; x < bar; x++)
            canvas.Fill(margin + x, margin, 1, barHeight, EvidenceColours.At(x / (double)Math.Max(1, bar - 1)));
        foreach (var share in canvas.Width >= 200 ? new[] { 0, 0.5, 1 } : [0, 1])
        {
            var text = (end * share).ToString(end < 10 ? "0.00" : "0.0") + (share == 1 ? "+" : "");
            var left = margin + (int)(share * (bar - Digits.Width(text, dot)));
            Digits.Draw(canvas, text, left, margin + barHeight + 4, dot, Ink);
        }

        var size = Digits.Width(Caption, dot) <= bar ? dot : 1;
        Digits.Draw(canvas, Caption, margin, margin + barHeight + 4 + 7 * dot, size, Ink);

        return canvas;
    }

    /// <summary>Applies an EXIF orientation, 1..8.</summary>
    private static Image Upright(Image image, int orientation) => orientation switch
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
