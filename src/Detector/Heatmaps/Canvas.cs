using NetVips;

namespace StayPositive.Detector.Heatmaps;

/// <summary>RGB pixels to draw on; what falls outside is dropped.</summary>
internal sealed class Canvas(int width, int height)
{
    public int Width { get; } = width;

    public int Height { get; } = height;

    /// <summary>[Height, Width, 3].</summary>
    public byte[] Pixels { get; } = new byte[width * height * 3];

    public void Set(int x, int y, (byte R, byte G, byte B) colour)
    {
        if (x < 0 || y < 0 || x >= Width || y >= Height)
            return;
        var at = (y * Width + x) * 3;
        (Pixels[at], Pixels[at + 1], Pixels[at + 2]) = colour;
    }

    public void Fill(int x, int y, int width, int height, (byte R, byte G, byte B) colour)
    {
        for (var v = y; v < y + height; v++)
            for (var u = x; u < x + width; u++)
                Set(u, v, colour);
    }

    /// <summary>A copy as an sRGB image.</summary>
    public Image ToImage()
    {
        using var pixels = Image.NewFromMemoryCopy(Pixels, Width, Height, 3, Enums.BandFormat.Uchar);
        return pixels.Copy(interpretation: Enums.Interpretation.Srgb);
    }
}
