using StayPositive.Fuzz.Cases;
using StayPositive.Fuzz.Seeds;

namespace StayPositive.Fuzz.Corpora;

/// <summary>Uploads that stopped: the whole image comes out, or none.</summary>
internal static class Truncations
{
    private static readonly string[] Kinds =
    [
        "jpeg-444-64x48.jpg", "jpeg-420-progressive-64x48.jpg", "jpeg-cmyk.jpg", "jpeg-thumbnail.jpg", "jpeg-ultra-hdr.jpg", "png-rgb.png", "png-16-bit-interlaced.png",
        "png-palette.png", "written-animated.png", "webp-lossy.webp", "webp-lossless.webp", "webp-lossy-alpha.webp", "animated.webp", "written.gif",
        "written-animated.gif", "written-none.tiff", "written-deflate.tiff", "written-tiled.tiff", "written-24-bit.bmp", "written-rle8.bmp", "written.avif",
    ];

    /// <summary>Shares of the file that arrive; the last ones are "all but so many bytes".</summary>
    private static readonly double[] Shares = [0.1, 0.35, 0.6, 0.9];

    private static readonly int[] Missing = [1, 4];

    public static IEnumerable<HostileCase> All(SeedSet seeds)
    {
        foreach (var kind in Kinds)
        {
            var sound = seeds[kind];
            foreach (var length in Shares.Select(share => (int)(share * sound.Length)).Concat(Missing.Select(bytes => sound.Length - bytes)))
                yield return new HostileCase($"truncated/{kind}-{length}-of-{sound.Length}", () => sound[..length], Allowed.WholeOrRefused(sound));
        }
    }
}
