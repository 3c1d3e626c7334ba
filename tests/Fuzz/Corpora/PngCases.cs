using StayPositive.Detector.Decoding;
using StayPositive.Fuzz.Building;
using StayPositive.Fuzz.Cases;
using StayPositive.Fuzz.Containers;
using StayPositive.Fuzz.Seeds;

namespace StayPositive.Fuzz.Corpora;

/// <summary>PNG: check sums, chunk order, odd kinds, floods of chunks.</summary>
internal static class PngCases
{
    private static readonly PngChunks Chunks = new();

    public static IEnumerable<HostileCase> All(SeedSet seeds)
    {
        var rgb = seeds["png-rgb.png"];
        var palette = seeds["png-palette.png"];
        var parts = Chunks.Split(rgb);
        var idat = parts.First(part => part.Kind == "IDAT").Data;

        yield return new("png/bad-crc-of-header", () => rgb.With(29, 0xBA, 0xD0), Allowed.Refusal);
        yield return new("png/bad-crc-of-data", () => rgb.With(rgb.Length - 14, 0xBA, 0xD0), Allowed.Only(RejectionCode.Corrupt));
        yield return new("png/bad-crc-of-end", () => rgb.With(rgb.Length - 2, 0xBA, 0xD0), Allowed.WholeOrRefused(rgb));
        yield return new("png/idat-of-one-byte-each", () => Png.File([parts[0], .. idat.Select(value => new Part("IDAT", [value])), Png.End]), Allowed.WholeOrRefused(rgb));
        yield return new("png/100000-empty-idats", () => Png.File([parts[0], .. Enumerable.Repeat(new Part("IDAT", []), 100_000), .. parts.Skip(1)]), Allowed.WholeOrRefused(rgb));
        yield return new("png/10000-text-chunks", () => Png.Insert(rgb, Enumerable.Range(0, 10_000).Select(i => new Part("tEXt", [.. "key\0"u8, (byte)i]))), Allowed.WholeOrRefused(rgb));
        yield return new("png/100000-unknown-chunks", () => Png.Insert(rgb, Enumerable.Repeat(new Part("abCd", new byte[10]), 100_000)), Allowed.WholeOrRefused(rgb));
        yield return new("png/unknown-critical-chunk", () => Png.Insert(rgb, new Part("ABCD", [1, 2, 3])), Allowed.Anything);
        yield return new("png/chunk-name-of-zeros", () => Png.Insert(rgb, new Part("\0\0\0\0", [1])), Allowed.Anything);
        yield return new("png/text-of-20-mb", () => Png.Insert(rgb, new Part("tEXt", [.. "key\0"u8, .. new byte[20_000_000]])), Allowed.WholeOrRefused(rgb));
        yield return new("png/two-headers", () => Chunks.Join([parts[0], Png.Header(4000, 4000), .. parts.Skip(1)]), Allowed.Anything);
        yield return new("png/header-of-12-bytes", () => Chunks.Join([new("IHDR", parts[0].Data[..12]), .. parts.Skip(1)]), Allowed.Refusal);
        yield return new("png/header-of-14-bytes", () => Chunks.Join([new("IHDR", [.. parts[0].Data, 0]), .. parts.Skip(1)]), Allowed.Refusal);
        yield return new("png/header-last", () => Chunks.Join([.. parts.Skip(1), parts[0]]), Allowed.Refusal);
        yield return new("png/no-data", () => Chunks.Join([parts[0], Png.End]), Allowed.Refusal);
        yield return new("png/no-end", () => Chunks.Join([.. parts.Where(part => part.Kind != "IEND")]), Allowed.Only(RejectionCode.Truncated));
        yield return new("png/end-first", () => Chunks.Join([parts[0], Png.End, .. parts.Skip(1)]), Allowed.Refusal);
        yield return new("png/end-with-data", () => Chunks.Join([.. parts.Where(part => part.Kind != "IEND"), new("IEND", new byte[1000])]), Allowed.Anything);
        yield return new("png/chunk-length-over-the-end", () => rgb.With(33, 0x7F, 0xFF, 0xFF, 0xFF), Allowed.Refusal);
        yield return new("png/chunk-length-negative", () => rgb.With(33, 0xFF, 0xFF, 0xFF, 0xFF), Allowed.Refusal);
        yield return new("png/data-interrupted", () => Chunks.Join([parts[0], new("IDAT", idat[..50]), new("tEXt", [.. "a\0b"u8]), new("IDAT", idat[50..]), Png.End]), Allowed.WholeOrRefused(rgb));
        yield return new("png/data-is-no-zlib", () => Chunks.Join([parts[0], new("IDAT", new Chance(2, 2).Bytes(3000)), Png.End]), Allowed.Refusal);
        yield return new("png/data-without-adler", () => Chunks.Join([parts[0], new("IDAT", idat[..^4]), Png.End]), Allowed.WholeOrRefused(rgb));
        yield return new("png/data-ends-early", () => Chunks.Join([parts[0], new("IDAT", idat[..(idat.Length / 2)]), Png.End]), Allowed.Refusal);
        yield return new("png/filter-byte-255", () => Png.File(Png.Header(32, 32), Png.Pixels([.. Enumerable.Repeat((byte)0xFF, 97 * 32)]), Png.End), Allowed.Anything);

        foreach (var (depth, colour) in new[] { (0, 2), (3, 0), (4, 2), (16, 3), (1, 6), (2, 4), (255, 2), (8, 1), (8, 5), (8, 7), (8, 255), (32, 2) })
            yield return new($"png/depth-{depth}-colour-{colour}", () => Png.Bomb(32, 32, 40_000, depth, colour), Allowed.Refusal);
        foreach (var (at, name) in new[] { (10, "compression"), (11, "filter"), (12, "interlace") })
            yield return new($"png/unknown-{name}-method", () => Chunks.Join([parts[0] with { Data = parts[0].Data.With(at, 9) }, .. parts.Skip(1)]), Allowed.Refusal);
        yield return new("png/interlaced-data-that-is-not", () => Chunks.Join([parts[0] with { Data = parts[0].Data.With(12, 1) }, .. parts.Skip(1)]), Allowed.Anything);

        yield return new("png/no-palette", () => Chunks.Join([.. Chunks.Split(palette).Where(part => part.Kind != "PLTE")]), Allowed.Refusal);
        foreach (var bytes in new[] { 0, 1, 3, 767, 769, 3000 })
            yield return new($"png/palette-of-{bytes}-bytes", () => Palette(bytes), Allowed.Anything);
        yield return new("png/two-palettes", () => Png.Insert(palette, new Part("PLTE", new byte[768])), Allowed.Anything);
        yield return new("png/transparency-of-1000-entries", () => Png.Insert(palette, new Part("tRNS", new byte[1000])), Allowed.Anything);
        yield return new("png/transparency-of-one-byte", () => Png.Insert(rgb, new Part("tRNS", [1])), Allowed.Anything);
        yield return new("png/gamma-0", () => Png.Insert(rgb, new Part("gAMA", new byte[4])), Allowed.Anything);
        yield return new("png/chromaticities-of-ff", () => Png.Insert(rgb, new Part("cHRM", [.. Enumerable.Repeat((byte)0xFF, 32)])), Allowed.Anything);
        yield return new("png/significant-bits-255", () => Png.Insert(rgb, new Part("sBIT", [255, 255, 255])), Allowed.Anything);
        yield return new("png/suggested-palette-lies", () => Png.Insert(rgb, new Part("sPLT", [.. "x\0"u8, 16, 1, 2, 3])), Allowed.Anything);
        yield return new("png/physical-size-0", () => Png.Insert(rgb, new Part("pHYs", new byte[9])), Allowed.Anything);
        yield return new("png/ztxt-that-is-no-zlib", () => Png.Insert(rgb, new Part("zTXt", [.. "x\0\0"u8, 1, 2, 3, 4])), Allowed.Anything);

        byte[] Palette(int bytes) => Chunks.Join([.. Chunks.Split(palette).Select(part => part.Kind == "PLTE" ? part with { Data = new byte[bytes] } : part)]);
    }
}
