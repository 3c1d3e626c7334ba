using StayPositive.Fuzz.Building;
using StayPositive.Fuzz.Cases;
using StayPositive.Fuzz.Containers;
using StayPositive.Fuzz.Seeds;

namespace StayPositive.Fuzz.Corpora;

/// <summary>Colour profiles, EXIF and XMP that are damaged or hostile, around sound pixels: the pixels come out as they are, or nothing does.</summary>
internal static class Metadata
{
    private static readonly RiffChunks Riff = new();

    public static IEnumerable<HostileCase> All(SeedSet seeds)
    {
        var jpeg = seeds["jpeg-444-64x48.jpg"];
        var png = seeds["png-rgb.png"];
        var webp = seeds["webp-orientation-7.webp"];

        foreach (var (name, block) in Icc.Odd())
        {
            yield return new($"icc/jpeg-{name}", () => JpegCases.Insert(jpeg, Profile(1, 1, block)), Allowed.WholeOrRefused(jpeg));
            yield return new($"icc/png-{name}", () => Png.Insert(png, new Part("iCCP", [.. "x\0\0"u8, .. Png.Deflate(block)])), Allowed.WholeOrRefused(png));
            yield return new($"icc/webp-{name}", () => WithChunk(webp, "ICCP", block), Allowed.Anything);
            yield return new($"icc/tiff-{name}", () => TiffWith(34675, block), Allowed.Anything);
        }

        foreach (var (name, block) in Exif.Odd())
        {
            yield return new($"exif/jpeg-{name}", () => JpegCases.Insert(jpeg, new Part("E1", [.. "Exif\0\0"u8, .. block.Take(65_000)])), Allowed.WholeOrRefused(jpeg));
            yield return new($"exif/png-{name}", () => Png.Insert(png, new Part("eXIf", block)), Allowed.WholeOrRefused(png));
            yield return new($"exif/webp-{name}", () => WithChunk(webp, "EXIF", block), Allowed.Anything);
        }

        yield return new("icc/jpeg-part-2-of-1", () => JpegCases.Insert(jpeg, Profile(2, 1, new byte[200])), Allowed.WholeOrRefused(jpeg));
        yield return new("icc/jpeg-part-0-of-0", () => JpegCases.Insert(jpeg, Profile(0, 0, new byte[200])), Allowed.WholeOrRefused(jpeg));
        yield return new("icc/jpeg-255-parts", () => JpegCases.Insert(jpeg, [.. Enumerable.Range(1, 255).Select(i => Profile(i, 255, new byte[65_000]))]), Allowed.WholeOrRefused(jpeg));
        yield return new("icc/jpeg-same-part-100-times", () => JpegCases.Insert(jpeg, [.. Enumerable.Repeat(Profile(1, 1, new byte[1000]), 100)]), Allowed.WholeOrRefused(jpeg));
        yield return new("icc/png-not-zlib", () => Png.Insert(png, new Part("iCCP", [.. "x\0\0"u8, 1, 2, 3, 4])), Allowed.WholeOrRefused(png));
        yield return new("icc/png-no-name-end", () => Png.Insert(png, new Part("iCCP", [.. Enumerable.Repeat((byte)'x', 200)])), Allowed.WholeOrRefused(png));
        yield return new("exif/jpeg-100-blocks", () => JpegCases.Insert(jpeg, [.. Enumerable.Repeat(new Part("E1", [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 0, 0]), 100)]), Allowed.WholeOrRefused(jpeg));
        yield return new("xmp/jpeg-million-laughs", () => JpegCases.Insert(jpeg, Xmp()), Allowed.WholeOrRefused(jpeg));
        yield return new("xmp/jpeg-no-xml", () => JpegCases.Insert(jpeg, new Part("E1", [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. new Chance(1, 9).Bytes(3000)])), Allowed.WholeOrRefused(jpeg));
        yield return new("iptc/jpeg-lengths-lie", () => JpegCases.Insert(jpeg, new Part("ED", [.. "Photoshop 3.0\0"u8, .. "8BIM\u0004\u0004\0\0"u8, 0x7F, 0xFF, 0xFF, 0xFF, 0x1C, 2, 0, 0xFF, 0xFF])), Allowed.WholeOrRefused(jpeg));
        yield return new("mpf/jpeg-offsets-lie", () => JpegCases.Insert(seeds["jpeg-ultra-hdr.jpg"], new Part("E2", [.. "MPF\0"u8, .. new Chance(2, 9).Bytes(200)])), Allowed.Anything);
    }

    private static Part Profile(int part, int of, byte[] block) => new("E2", [.. "ICC_PROFILE\0"u8, (byte)part, (byte)of, .. block.Take(65_000)]);

    private static Part Xmp() => new("E1",
    [
        .. "http://ns.adobe.com/xap/1.0/\0<!DOCTYPE x [<!ENTITY a 'ha'>"u8,
        .. Enumerable.Range(1, 20).SelectMany(i => System.Text.Encoding.ASCII.GetBytes($"<!ENTITY {(char)('a' + i)} '&{(char)('a' + i - 1)};&{(char)('a' + i - 1)};'>")),
        .. "]><x>&u;</x>"u8,
    ]);

    private static byte[] WithChunk(byte[] webp, string kind, byte[] block)
    {
        var parts = Riff.Split(webp).Where(part => part.Kind != kind).ToList();
        parts[0] = parts[0] with { Data = parts[0].Data.With(0, (byte)(parts[0].Data[0] | 0x28)) }; // says that both are there
        parts.Insert(kind == "ICCP" ? 1 : parts.Count, new Part(kind, block));
        return Riff.Join(parts);
    }

    private static byte[] TiffWith(int tag, byte[] block)
    {
        const int entries = 10;
        var pixels = new byte[1600];
        return Tiff.Gray(40, 40, [.. pixels, .. block], bytes: 1600, extra: [new(tag, 7, (uint)block.Length, Tiff.DataAt(entries) + (uint)pixels.Length)]);
    }
}
