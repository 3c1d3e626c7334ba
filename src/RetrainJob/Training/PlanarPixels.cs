namespace StayPositive.RetrainJob.Training;

/// <summary>Interleaved RGB bytes to planar floats in [0, 1] and back.</summary>
internal static class PlanarPixels
{
    private const float Scale = 1f / 255;

    /// <summary>Fills [3, height, width] from a window of an interleaved image that is <paramref name="stride"/> pixels wide.</summary>
    public static void Fill(Span<float> planes, ReadOnlySpan<byte> rgb, int stride, int x0, int y0, int width, int height)
    {
        var plane = width * height;
        for (var y = 0; y < height; y++)
        {
            var row = rgb.Slice(((y0 + y) * stride + x0) * 3, width * 3);
            for (var x = 0; x < width; x++)
                for (var c = 0; c < 3; c++)
                    planes[c * plane + y * width + x] = row[x * 3 + c] * Scale;
        }
    }

    /// <summary>Rounds [3, height, width] in [0, 1] to interleaved bytes; values outside are clamped.</summary>
    public static byte[] ToBytes(ReadOnlySpan<float> planes, int width, int height)
    {
        var rgb = new byte[width * height * 3];
        var plane = width * height;
        for (var i = 0; i < plane; i++)
            for (var c = 0; c < 3; c++)
                rgb[i * 3 + c] = (byte)Math.Clamp((int)MathF.Round(planes[c * plane + i] * 255), 0, 255);
        return rgb;
    }
}
