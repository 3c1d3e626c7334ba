using NetVips;
using StayPositive.Detector.Decoding;

namespace StayPositive.ScanBench;

/// <summary>Soft shapes and some noise, about as hard to decode as a photo.</summary>
internal static class Pictures
{
    public static RgbImage Make(int width, int height)
    {
        var pixels = new byte[3 * width * height];
        var random = new Random(3);
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(128 + 80 * Math.Sin(i / 3 % width / 40.0) * Math.Cos(i / 3 / width / 55.0) + random.Next(-16, 17));
        return RgbImage.FromPixels(width, height, pixels);
    }

    public static byte[] Jpeg(RgbImage image)
    {
        using var vips = Image.NewFromMemoryCopy<byte>(image.Pixels.ToArray(), image.Width, image.Height, bands: 3, Enums.BandFormat.Uchar);
        return vips.JpegsaveBuffer(q: 90);
    }
}
