using StayPositive.Fuzz.Building;
using StayPositive.Fuzz.Cases;

namespace StayPositive.Fuzz.Corpora;

/// <summary>BMP: depths, palettes, runs and offsets that lie.</summary>
internal static class BmpCases
{
    private const int Side = 32;
    private static readonly byte[] Pixels = new byte[Side * Side * 4];

    public static IEnumerable<HostileCase> All()
    {
        foreach (var bits in new[] { 0, 2, 3, 5, 7, 9, 12, 15, 48, 64, 65535 })
            yield return new($"bmp/{bits}-bits", () => Bmp.File(Side, Side, bits, Pixels), Allowed.Anything);
        foreach (var compression in new uint[] { 1, 2, 3, 4, 5, 6, 11, 99, 0xFFFFFFFF })
            foreach (var bits in new[] { 4, 8, 24 })
                yield return new($"bmp/compression-{compression}-{bits}-bits", () => Bmp.File(Side, Side, bits, Pixels, compression, new byte[4 << Math.Min(bits, 8)]), Allowed.Anything);
        foreach (var colours in new uint[] { 1, 257, 65536, 0x7FFFFFFF, 0xFFFFFFFF })
            yield return new($"bmp/{colours}-colours-stated", () => Bmp.File(Side, Side, 8, Pixels, palette: new byte[8], colours: colours), Allowed.Anything);
        foreach (var offset in new uint[] { 0, 1, 14, 53, 0x7FFFFFFF, 0xFFFFFFFF })
            yield return new($"bmp/pixels-at-{offset}", () => Bmp.File(Side, Side, 24, Pixels, offset: offset), Allowed.Anything);
        foreach (var size in new uint[] { 0, 11, 12, 13, 39, 41, 64, 108, 124, 0xFFFFFFFF })
            yield return new($"bmp/header-of-{size}", () => Bmp.File(Side, Side, 24, Pixels, headerSize: size), Allowed.Anything);

        yield return new("bmp/height-most-negative", () => Bmp.File(Side, int.MinValue, 24, Pixels), Allowed.Refusal);
        yield return new("bmp/width-negative", () => Bmp.File(-Side, Side, 24, Pixels), Allowed.Refusal);
        yield return new("bmp/row-overflows-32-bits", () => Bmp.File(0x0AAAAAAB, Side, 24, Pixels), Allowed.Refusal);
        yield return new("bmp/pixels-one-byte-short", () => Bmp.File(Side, Side, 24, Pixels[..(Side * Side * 3 - 1)]), Allowed.Refusal);
        yield return new("bmp/palette-index-beyond", () => Bmp.File(Side, Side, 8, [.. Enumerable.Repeat((byte)0xFF, Side * Side)], palette: new byte[8]), Allowed.Anything);
        yield return new("bmp/rle-run-over-the-row", () => Rle([255, 1, 255, 1, 255, 1, 0, 1]), Allowed.Anything);
        yield return new("bmp/rle-move-outside", () => Rle([0, 2, 255, 255, 0, 2, 255, 255, 5, 5, 0, 1]), Allowed.Anything);
        yield return new("bmp/rle-literal-over-the-end", () => Rle([0, 255, 1, 2, 3]), Allowed.Anything);
        yield return new("bmp/rle-lines-without-end", () => Rle(new byte[100_000]), Allowed.Anything);
        yield return new("bmp/rle-without-an-end", () => Rle([3, 3]), Allowed.Anything);
        yield return new("bmp/rle-million-moves", () => Rle([.. Enumerable.Repeat(new byte[] { 0, 2, 0, 0 }, 1_000_000).SelectMany(move => move)]), Allowed.Anything);
        yield return new("bmp/rle-top-down", () => Bmp.File(Side, -Side, 8, [3, 3, 0, 1], compression: 1, palette: new byte[1024]), Allowed.Anything);
    }

    private static byte[] Rle(byte[] data) => Bmp.File(Side, Side, 8, data, compression: 1, palette: new byte[1024]);
}
