using StayPositive.Detector.Decoding;
using StayPositive.Fuzz.Building;
using StayPositive.Fuzz.Cases;
using StayPositive.Fuzz.Containers;
using StayPositive.Fuzz.Seeds;

namespace StayPositive.Fuzz.Corpora;

/// <summary>Small files that would become large images, or that would keep a decoder busy.</summary>
internal static class Bombs
{
    private const int Megabyte = 1 << 20;

    public static IEnumerable<HostileCase> All(SeedSet seeds)
    {
        yield return new("bomb/png-60000x60000", () => Png.Bomb(60000, 60000, 50 * Megabyte), Allowed.Only(RejectionCode.TooManyPixels));
        yield return new("bomb/png-gray-1-bit-200000x30000", () => Png.Bomb(200_000, 30_000, 50 * Megabyte, depth: 1, colour: 0), Allowed.Only(RejectionCode.TooManyPixels));
        yield return new("bomb/png-5000x5000-just-above-the-limit", () => Png.Bomb(5000, 5000, 75_005_000), Allowed.Only(RejectionCode.TooManyPixels));
        yield return new("bomb/png-4400x4400-whole", () => Png.Bomb(4400, 4400, (3 * 4400 + 1) * 4400), Allowed.Anything);
        yield return new("bomb/png-4400x4400-interlaced", () => Png.Bomb(4400, 4400, (3 * 4400 + 8) * 4400, interlace: 1), Allowed.Anything);
        yield return new("bomb/png-4400x4400-16-bit-alpha", () => Png.Bomb(4400, 4400, (8 * 4400 + 1) * 4400, depth: 16, colour: 6), Allowed.Anything);
        yield return new("bomb/png-data-for-a-larger-image", () => Png.Bomb(32, 32, 200 * Megabyte), Allowed.Anything);
        yield return new("bomb/png-rows-missing", () => Png.Bomb(4400, 4400, 3 * 4400 * 10), Allowed.Refusal);
        yield return new("bomb/png-30001x8", () => Png.Bomb(30001, 8, (3 * 30001 + 1) * 8), Allowed.Only(RejectionCode.TooLongSide));
        yield return new("bomb/png-8x30001", () => Png.Bomb(8, 30001, (3 * 8 + 1) * 30001), Allowed.Only(RejectionCode.TooLongSide));
        yield return new("bomb/png-65535x1", () => Png.Bomb(65535, 1, 3 * 65535 + 1), Allowed.Only(RejectionCode.TooLongSide, RejectionCode.TooSmall));
        yield return new("bomb/png-1x65535", () => Png.Bomb(1, 65535, 4 * 65535), Allowed.Only(RejectionCode.TooLongSide, RejectionCode.TooSmall));
        yield return new("bomb/png-30000x8", () => Png.Bomb(30000, 8, (3 * 30000 + 1) * 8), Allowed.Anything);
        yield return new("bomb/png-ztxt", () => Text("zTXt", [.. "x\0\0"u8, .. Png.Zeros(200 * Megabyte)]), Allowed.Anything);
        yield return new("bomb/png-itxt", () => Text("iTXt", [.. "x\0\u0001\0\0\0"u8, .. Png.Zeros(200 * Megabyte)]), Allowed.Anything);
        yield return new("bomb/png-iccp", () => Text("iCCP", [.. "x\0\0"u8, .. Png.Zeros(200 * Megabyte)]), Allowed.Anything);
        yield return new("bomb/png-50-ztxt-of-4-mb", () => Png.Insert(seeds["png-rgb.png"], Enumerable.Repeat(new Part("zTXt", [.. "x\0\0"u8, .. Png.Zeros(4 * Megabyte)]), 50)), Allowed.Anything);
        yield return new("bomb/jpeg-65500x65500", () => Jpeg(65500, 65500), Allowed.Only(RejectionCode.TooManyPixels));
        yield return new("bomb/jpeg-above-the-byte-limit", () => [0xFF, 0xD8, 0xFF, .. new byte[100_000_000]], Allowed.Only(RejectionCode.TooManyBytes));
        yield return new("bomb/gif-65535x65535-canvas", () => Gif.File(65535, 65535, Gif.Frame(0, 0, 1, 1)), Allowed.Refusal);
        yield return new("bomb/gif-65535x65535-frame", () => Gif.File(16, 16, Gif.Frame(0, 0, 65535, 65535)), Allowed.Anything);
        yield return new("bomb/gif-100000-frames", () => Gif.ManyFrames(16, 16, 100_000), Allowed.Anything);
        yield return new("bomb/gif-1000000-frames", () => Gif.ManyFrames(8, 8, 1_000_000), Allowed.Anything);
        yield return new("bomb/gif-4000000-frames", () => Gif.ManyFrames(8, 8, 4_000_000), Allowed.Anything);
        yield return new("bomb/gif-100000-frames-of-4000x4000", () => Gif.ManyFrames(4000, 4000, 100_000), Allowed.Anything);
        yield return new("bomb/gif-100000-frames-of-65535x65535", () => Gif.ManyFrames(65535, 65535, 100_000), Allowed.Refusal);
        yield return new("bomb/tiff-giant-strip", () => Tiff.Gray(4000, 4000, new byte[4000], bytes: 0xFFFFFFFF), Allowed.Refusal);
        yield return new("bomb/tiff-deflate", () => Tiff.Gray(60000, 60000, Png.Zeros(50 * Megabyte), compression: 8), Allowed.Refusal);
        yield return new("bomb/tiff-deflate-4400x4400", () => Tiff.Gray(4400, 4400, Png.Zeros(4400 * 4400), compression: 8), Allowed.Anything);
        yield return new("bomb/tiff-deflate-strip-larger-than-the-image", () => Tiff.Gray(32, 32, Png.Zeros(200 * Megabyte), compression: 8, rows: 0xFFFFFFFF), Allowed.Anything);
        yield return new("bomb/tiff-directory-loop", () => Tiff.Gray(40, 40, new byte[1600], next: Tiff.DirectoryAt), Allowed.Anything);
        yield return new("bomb/bmp-65535x65535", () => Bmp.File(65535, 65535, 24, new byte[4000]), Allowed.Refusal);
        yield return new("bomb/bmp-rle8-4400x4400-without-pixels", () => Bmp.File(4400, 4400, 8, [0, 1], compression: 1, palette: new byte[1024]), Allowed.Anything);
        yield return new("bomb/webp-lossless-16383x16383", () => Lossless(seeds["webp-lossless.webp"], 16383, 16383), Allowed.Only(RejectionCode.TooManyPixels, RejectionCode.Corrupt, RejectionCode.Truncated));
        yield return new("bomb/webp-lossless-4400x4400", () => Lossless(seeds["webp-lossless.webp"], 4400, 4400), Allowed.Refusal);

        byte[] Text(string kind, byte[] data) => Png.Insert(seeds["png-rgb.png"], new Part(kind, data));

        byte[] Jpeg(int width, int height)
        {
            var file = seeds["jpeg-444-64x48.jpg"];
            return file.With(file.Find([0xFF, 0xC0]) + 5, [.. Numbers.Big16(height), .. Numbers.Big16(width)]);
        }
    }

    /// <summary>The sizes of VP8L are 14 bits each, less one.</summary>
    private static byte[] Lossless(byte[] file, uint width, uint height)
    {
        var at = file.Find("VP8L"u8) + 9;
        return file.With(at, Numbers.Little32((width - 1) | ((height - 1) << 14)));
    }
}
