namespace StayPositive.Detector.Decoding;

/// <summary>Shrinks rows as they come, by a whole factor: each pixel is the mean of a square.</summary>
internal static class Shrink
{
    public static RgbImage Read(PixelRows rows, int maxSide)
    {
        var factor = (Math.Max(rows.Width, rows.Height) + maxSide - 1) / maxSide;
        var (width, height) = ((rows.Width + factor - 1) / factor, (rows.Height + factor - 1) / factor);
        var pixels = new byte[3 * width * height];
        var strip = new byte[3 * rows.Width * factor];
        var sums = new int[3 * width];
        for (var y = 0; y < height; y++)
        {
            var count = Math.Min(factor, rows.Height - y * factor);
            var read = strip.AsSpan(0, 3 * rows.Width * count);
            rows.Read(read);
            sums.AsSpan().Clear();
            for (var line = 0; line < count; line++)
                for (var (x, at) = (0, 3 * rows.Width * line); x < rows.Width; x++, at += 3)
                    for (var band = 0; band < 3; band++)
                        sums[3 * (x / factor) + band] += read[at + band];
            for (var x = 0; x < 3 * width; x++)
            {
                var cells = count * Math.Min(factor, rows.Width - x / 3 * factor);
                pixels[3 * width * y + x] = (byte)((sums[x] + cells / 2) / cells);
            }
        }

        return RgbImage.FromPixels(width, height, pixels);
    }
}
