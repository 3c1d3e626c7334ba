using StayPositive.Detector.Decoding;

namespace StayPositive.Detector.Tests.Scans;

/// <summary>Random pixels: flat patches with noise, so that features differ from place to place.</summary>
internal static class Pictures
{
    public static byte[] Bytes(int width, int height, int seed)
    {
        var random = new Random(seed);
        var patches = Enumerable.Range(0, 64).Select(_ => (Level: random.Next(256), Noise: random.Next(1, 60))).ToArray();
        var pixels = new byte[width * height * 3];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = (i / 3 % width, i / 3 / width);
            var (level, noise) = patches[((x / 24) + (y / 24 * 7) + (i % 3)) % 64];
            pixels[i] = (byte)Math.Clamp(level + random.Next(-noise, noise + 1), 0, 255);
        }

        return pixels;
    }

    public static RgbImage Random(int width, int height, int seed) => RgbImage.FromPixels(width, height, Bytes(width, height, seed));
}
