using StayPositive.Fuzz.Building;
using StayPositive.Fuzz.Cases;
using StayPositive.Fuzz.Containers;
using StayPositive.Fuzz.Seeds;

namespace StayPositive.Fuzz.Corpora;

/// <summary>Headers that lie about width and height, in every format.</summary>
internal static class Sizes
{
    private static readonly PngChunks Chunks = new();
    private static readonly IsoBoxes Boxes = new();

    private static readonly (uint Width, uint Height)[] Lies =
    [
        (0, 0), (0, 40), (40, 0), (1, 1), (7, 40), (65535, 65535), (65535, 1), (1, 65535), (65500, 65500), (30001, 8), (4000, 4000), (40, 41), (41, 40),
    ];

    /// <summary>Only formats with 32-bit fields can say these.</summary>
    private static readonly (uint Width, uint Height)[] WideLies =
        [(0x7FFFFFFF, 0x7FFFFFFF), (0x80000000, 0x80000000), (0xFFFFFFFF, 0xFFFFFFFF), (0xFFFFFFF6, 40), (0x10000, 0x10000), (0x10001, 0xFFFF), (0x40000001, 4)];

    public static IEnumerable<HostileCase> All(SeedSet seeds)
    {
        foreach (var (width, height) in Lies)
        {
            var size = $"{width}x{height}";
            yield return new HostileCase($"size/jpeg-{size}", () => Jpeg(seeds["jpeg-444-64x48.jpg"], 0xC0, width, height), Refused(width, height));
            yield return new HostileCase($"size/jpeg-progressive-{size}", () => Jpeg(seeds["jpeg-420-progressive-64x48.jpg"], 0xC2, width, height), Allowed.Anything);
            yield return new HostileCase($"size/gif-screen-{size}", () => seeds["written.gif"].With(6, [.. Numbers.Little16((int)width), .. Numbers.Little16((int)height)]), Allowed.Anything);
        }

        foreach (var (width, height) in Lies.Concat(WideLies))
        {
            var size = $"{width}x{height}";
            yield return new HostileCase($"size/png-{size}", () => Chunks.Join([Png.Header(width, height), .. Chunks.Split(seeds["png-rgb.png"]).Skip(1)]), Refused(width, height));
            yield return new HostileCase($"size/webp-canvas-{size}", () => Canvas(seeds["webp-lossy-alpha.webp"], width, height), Allowed.Anything);
            yield return new HostileCase($"size/tiff-{size}", () => Tiff.Gray(width, height, new byte[1600]), Refused(width, height));
            yield return new HostileCase($"size/bmp-{size}", () => Bmp.File((int)width, (int)height, 24, new byte[4800]), Refused(width, height));
            yield return new HostileCase(
                $"size/avif-{size}", () => Boxes.Replace(seeds["written.avif"], "ispe", _ => [0, 0, 0, 0, .. Numbers.Big32(width), .. Numbers.Big32(height)]), Allowed.Anything);
        }
    }

    /// <summary>
    /// What no decoder can fill with the few pixels that are there. Above the pixel limit the refusal may be of the size or, when the number fits no image at all,
    /// of the file.
    /// </summary>
    private static Allowed Refused(uint width, uint height) => width == 40 || height == 40 || (width == 1 && height == 1) ? Allowed.Anything : Allowed.Refusal;

    private static byte[] Jpeg(byte[] file, byte frame, uint width, uint height) =>
        file.With(file.Find([0xFF, frame]) + 5, [.. Numbers.Big16((int)height), .. Numbers.Big16((int)width)]);

    private static byte[] Canvas(byte[] file, uint width, uint height) =>
        file.With(file.Find("VP8X"u8) + 12, [.. Numbers.Little32(width - 1)[..3], .. Numbers.Little32(height - 1)[..3]]);
}
