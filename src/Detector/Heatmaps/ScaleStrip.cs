using NetVips;

namespace StayPositive.Detector.Heatmaps;

/// <summary>A strip with the colours and the evidence, in logit units, at its ends and in the middle.</summary>
internal static class ScaleStrip
{
    private const int MinWidth = 144;
    private const int Height = 54;
    private const string Caption = "EVIDENCE PER CELL IN LOGIT UNITS";
    private static readonly (byte R, byte G, byte B) Ink = (235, 235, 235);

    /// <summary>The picture with the strip below it.</summary>
    public static Image Below(Image picture, float end)
    {
        using var strip = Draw(picture.Width, end).ToImage();
        using var joined = picture.Join(strip, Enums.Direction.Vertical, expand: true);
        return joined.Copy(interpretation: Enums.Interpretation.Srgb);
    }

    private static Canvas Draw(int width, float end)
    {
        const int margin = 8;
        const int barHeight = 12;
        const int dot = 2;
        var canvas = new Canvas(Math.Max(width, MinWidth), Height);
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
}
