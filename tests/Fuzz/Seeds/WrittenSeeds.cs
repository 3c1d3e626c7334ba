using NetVips;
using StayPositive.Fuzz.Building;

namespace StayPositive.Fuzz.Seeds;

/// <summary>Small sound files of the formats for which no golden image is kept. The same on every run: fixed pixels, fixed encoder settings.</summary>
internal static class WrittenSeeds
{
    private const int Width = 48;
    private const int Height = 40;
    private const int Tall = 300;

    /// <param name="png">A still PNG of 45 x 31 pixels, for the animated one.</param>
    public static IEnumerable<Seed> All(byte[] png)
    {
        using var rgb = Picture(Height, 3);
        using var alpha = Picture(Height, 4);
        using var gray = Picture(Height, 1);
        using var tall = Picture(3 * Height, 3);
        using var frames = tall.Mutate(image => image.Set(GValue.GIntType, "page-height", Height));

        yield return new Seed("written.gif", rgb.GifsaveBuffer());
        yield return new Seed("written-interlaced.gif", rgb.GifsaveBuffer(interlace: true));
        yield return new Seed("written-animated.gif", frames.GifsaveBuffer());
        yield return new Seed("written-animated-lossy.webp", frames.WebpsaveBuffer(q: 50));
        yield return new Seed("written-animated.png", Apng.Repeat(png, 45, 31, 3));
        foreach (var seed in Tiffs(rgb, gray, frames))
            yield return seed;
        yield return new Seed("written.avif", Avif(rgb, q: 50));
        yield return new Seed("written-alpha.avif", Avif(alpha, q: 50));
        yield return new Seed("written-gray.avif", Avif(gray, q: 80));
        yield return new Seed("written-10-bit.avif", Avif(rgb, q: 80, bitDepth: 10));
        foreach (var bits in new[] { 1, 4, 8, 16, 24, 32 })
            yield return new Seed($"written-{bits}-bit.bmp", Bmp.Sound(Width, Height, bits));
        yield return new Seed("written-top-down.bmp", Bmp.Sound(Width, Height, 24, topDown: true));
        yield return new Seed("written-rle8.bmp", Bmp.Rle8(Width, Height));

        // So tall that they are scanned while they are decoded (a tile of the fuzz scanner has 256 pixels).
        using var column = Picture(Tall, 3);
        yield return new Seed("written-tall.jpg", column.JpegsaveBuffer(q: 80));
        yield return new Seed("written-tall.png", column.PngsaveBuffer());
        yield return new Seed("written-tall.webp", column.WebpsaveBuffer(q: 60));
        yield return new Seed("written-tall.bmp", Bmp.Sound(Width, Tall, 24));
    }

    private static IEnumerable<Seed> Tiffs(Image rgb, Image gray, Image frames)
    {
        foreach (var compression in new[]
        {
            Enums.ForeignTiffCompression.None, Enums.ForeignTiffCompression.Lzw, Enums.ForeignTiffCompression.Deflate, Enums.ForeignTiffCompression.Packbits,
            Enums.ForeignTiffCompression.Jpeg,
        })
        {
            yield return new Seed($"written-{compression.ToString().ToLowerInvariant()}.tiff", rgb.TiffsaveBuffer(compression: compression));
        }

        using var deep = rgb.Cast(Enums.BandFormat.Ushort, shift: true);
        using var real = rgb.Cast(Enums.BandFormat.Float);
        yield return new Seed("written-16-bit.tiff", deep.TiffsaveBuffer(predictor: Enums.ForeignTiffPredictor.Horizontal, compression: Enums.ForeignTiffCompression.Deflate));
        yield return new Seed("written-float.tiff", real.TiffsaveBuffer());
        yield return new Seed("written-1-bit.tiff", gray.TiffsaveBuffer(bitdepth: 1, compression: Enums.ForeignTiffCompression.Ccittfax4));
        yield return new Seed("written-tiled.tiff", rgb.TiffsaveBuffer(tile: true, tileWidth: 16, tileHeight: 16));
        yield return new Seed("written-big.tiff", rgb.TiffsaveBuffer(bigtiff: true));
        yield return new Seed("written-pages.tiff", frames.TiffsaveBuffer());
    }

    private static byte[] Avif(Image image, int q, int? bitDepth = null) =>
        image.HeifsaveBuffer(q: q, bitdepth: bitDepth, compression: Enums.ForeignHeifCompression.Av1, effort: 0);

    /// <summary>A gradient with noise.</summary>
    private static Image Picture(int height, int bands)
    {
        var chance = new Chance(bands, height);
        var pixels = new byte[Width * height * bands];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(i / bands % Width * 4 + i / bands / Width + chance.Next(24));
        using var plain = Image.NewFromMemory(pixels, Width, height, bands, Enums.BandFormat.Uchar);
        return plain.Copy(interpretation: bands == 1 ? Enums.Interpretation.Bw : Enums.Interpretation.Srgb);
    }
}
