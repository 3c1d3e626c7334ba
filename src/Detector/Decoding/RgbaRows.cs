namespace StayPositive.Detector.Decoding;

/// <summary>Rows of an RGBA canvas in memory, composited over one grey level.</summary>
/// <param name="canvas">[height, width, 4].</param>
/// <param name="width">Pixels across.</param>
/// <param name="height">Pixels down.</param>
/// <param name="behind">Grey level.</param>
internal sealed class RgbaRows(byte[] canvas, int width, int height, byte behind) : PixelRows(width, height)
{
    private int next;

    public override void Read(Span<byte> rows)
    {
        for (var at = 0; at < rows.Length; at += 3, next += 4)
        {
            var alpha = canvas[next + 3];
            for (var band = 0; band < 3; band++)
                rows[at + band] = (byte)((2 * (canvas[next + band] * alpha + (255 - alpha) * behind) + 255) / 510); // rounded
        }
    }

    public override void Dispose()
    {
    }
}
