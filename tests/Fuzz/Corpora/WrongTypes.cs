using System.Text;
using StayPositive.Detector.Decoding;
using StayPositive.Fuzz.Building;
using StayPositive.Fuzz.Cases;
using StayPositive.Fuzz.Seeds;

namespace StayPositive.Fuzz.Corpora;

/// <summary>Files that are no images, or images of formats whose loaders must never run: ImageMagick's, SVG, PDF, and the rest that libvips could open.</summary>
internal static class WrongTypes
{
    private static readonly (string Name, string Text)[] Texts =
    [
        ("html", "<!DOCTYPE html><html><body><img src=x onerror=alert(1)></body></html>"),
        ("svg", "<svg xmlns='http://www.w3.org/2000/svg' width='64' height='64'><rect width='64' height='64'/></svg>"),
        ("svg-with-entity", "<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg xmlns='http://www.w3.org/2000/svg'><text>&x;</text></svg>"),
        ("svg-with-image", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><image href='http://127.0.0.1:1/x.png' width='9' height='9'/></svg>"),
        ("pdf", "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"),
        ("postscript", "%!PS-Adobe-3.0\n%%BoundingBox: 0 0 64 64\nshowpage\n"),
        ("mvg", "push graphic-context\nviewbox 0 0 64 64\nimage over 0,0 64,64 'https://127.0.0.1:1/x\"|id; \"'\npop graphic-context\n"),
        ("msl", "<?xml version='1.0'?><image><read filename='text:/etc/passwd'/></image>"),
        ("ppm", "P6\n8 8\n255\n" + new string('a', 192)),
        ("pgm-text", "P2\n8 8\n255\n" + string.Concat(Enumerable.Repeat("1 ", 64))),
        ("pfm", "PF\n8 8\n-1.0\n" + new string('a', 768)),
        ("xpm", "/* XPM */\nstatic char *x[] = {\"8 8 1 1\",\"a c #000000\",\"aaaaaaaa\"};"),
        ("radiance", "#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 8 +X 8\n" + new string('a', 256)),
        ("fits", "SIMPLE  =                    T" + new string(' ', 2850)),
        ("csv", "1,2,3\n4,5,6\n"),
        ("nifti", new string('\0', 344) + "n+1\0"),
        ("matlab", "MATLAB 5.0 MAT-file" + new string(' ', 105) + "\0\u0001IM"),
        ("zip", "PK\u0003\u0004" + new string('\0', 60)),
        ("gzip", "\u001f\u008b\u0008" + new string('\0', 60)),
        ("exe", "MZ" + new string('\u0090', 200)),
        ("elf", "\u007fELF\u0002\u0001\u0001" + new string('\0', 200)),
        ("script", "#!/bin/sh\nid\n"),
        ("psd", "8BPS\0\u0001" + new string('\0', 60)),
        ("jpeg-2000", "\0\0\0\u000cjP  \r\n\u0087\n" + new string('\0', 60)),
        ("openexr", "v/1\u0001" + new string('\0', 60)),
        ("vips", "\u0008\u00f2\u00a6\u00b6" + new string('\0', 60)),
        ("ico", "\0\0\u0001\0\u0001\0" + new string('\0', 60)),
        ("mp4", "\0\0\0\u0018ftypisom\0\0\0\0isomiso2" + new string('\0', 60)),
        ("heic", "\0\0\0\u0018ftypheic\0\0\0\0mif1heic" + new string('\0', 60)),
        ("jpeg-xl", "\u00ff\n" + new string('\0', 60)),
        ("wav", "RIFF\u0024\0\0\0WAVEfmt " + new string('\0', 60)),
        ("base64", Convert.ToBase64String(new byte[300])),
        ("path", "/etc/passwd"),
        ("options", "x.png[access=random,fail=false]"),
        ("utf-16", "\u00ff\u00fe<\0h\0t\0m\0l\0>\0"),
        ("empty-magic-spaces", new string(' ', 4096)),
    ];

    public static IEnumerable<HostileCase> All(SeedSet seeds)
    {
        foreach (var (name, text) in Texts)
            yield return new HostileCase($"wrong-type/{name}", () => Encoding.Latin1.GetBytes(text), Allowed.Only(RejectionCode.UnsupportedFormat));

        yield return new HostileCase("nothing/no-byte", () => [], Allowed.Only(RejectionCode.Empty));
        foreach (var value in new byte[] { 0, (byte)'B', 0x89, 0xFF })
            yield return new HostileCase($"nothing/one-byte-{value}", () => [value], Allowed.Only(RejectionCode.UnsupportedFormat));
        foreach (var size in new[] { 32, 4096, 1_000_000 })
        {
            yield return new HostileCase($"nothing/{size}-zeros", () => new byte[size], Allowed.Only(RejectionCode.UnsupportedFormat));
            yield return new HostileCase($"nothing/{size}-ff", () => [.. Enumerable.Repeat((byte)0xFF, size)], Allowed.Only(RejectionCode.UnsupportedFormat));
            yield return new HostileCase($"nothing/{size}-random", () => [0, .. new Chance(size, 1).Bytes(size)], Allowed.Only(RejectionCode.UnsupportedFormat));
        }

        foreach (var (name, magic) in Magics())
        {
            yield return new HostileCase($"magic/{name}-alone", () => magic, Allowed.Refusal);
            yield return new HostileCase($"magic/{name}-then-ff", () => [.. magic, .. Enumerable.Repeat((byte)0xFF, 20_000)], Allowed.Refusal);
            yield return new HostileCase($"magic/{name}-then-zeros", () => [.. magic, .. new byte[20_000]], Allowed.Refusal);
            yield return new HostileCase($"magic/{name}-then-random", () => [.. magic, .. new Chance(9, magic.Length).Bytes(20_000)], Allowed.Refusal);
        }

        yield return new HostileCase("polyglot/gif-magic-on-a-png", () => seeds["png-rgb.png"].With(0, [.. "GIF89a"u8]), Allowed.Refusal);
        yield return new HostileCase("polyglot/html-in-front-of-a-jpeg", () => [.. "<script>"u8, .. seeds["jpeg-gray.jpg"]], Allowed.Only(RejectionCode.UnsupportedFormat));
        yield return new HostileCase("polyglot/zip-behind-a-png", () => [.. seeds["png-rgb.png"], .. "PK\u0003\u0004"u8, .. new byte[99]], Allowed.WholeOrRefused(seeds["png-rgb.png"]));
        yield return new HostileCase("polyglot/script-behind-a-gif", () => [.. seeds["written.gif"], .. "*/alert(1)//"u8], Allowed.WholeOrRefused(seeds["written.gif"]));
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Magics() =>
    [
        ("jpeg", [0xFF, 0xD8, 0xFF]), ("png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), ("webp", [.. "RIFF\u0010\0\0\0WEBPVP8 "u8]), ("gif", [.. "GIF89a"u8]),
        ("tiff", [.. "II*\0"u8]), ("tiff-big-endian", [.. "MM\0*"u8]), ("bmp", [.. "BM"u8]), ("avif", [.. "\0\0\0\u0014ftypavif\0\0\0\0avif"u8]),
    ];
}
