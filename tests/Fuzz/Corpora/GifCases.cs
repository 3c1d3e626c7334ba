using StayPositive.Fuzz.Building;
using StayPositive.Fuzz.Cases;
using StayPositive.Fuzz.Seeds;

namespace StayPositive.Fuzz.Corpora;

/// <summary>GIF: LZW streams, frames outside the screen, colour tables, blocks without an end.</summary>
internal static class GifCases
{
    public static IEnumerable<HostileCase> All(SeedSet seeds)
    {
        var sound = seeds["written.gif"];
        foreach (var size in new byte[] { 0, 1, 9, 12, 13, 255 })
            yield return new($"gif/code-size-{size}", () => Gif.File(16, 16, Gif.Frame(0, 0, 16, 16, [size, 2, 0x44, 0x01, 0])), Allowed.Anything);
        yield return new("gif/lzw-of-ff", () => Gif.File(16, 16, Gif.Frame(0, 0, 16, 16, [8, 255, .. Enumerable.Repeat((byte)0xFF, 255), 0])), Allowed.Anything);
        yield return new("gif/lzw-random", () => Gif.File(16, 16, Gif.Frame(0, 0, 16, 16, [8, 200, .. new Chance(6, 6).Bytes(200), 0])), Allowed.Anything);
        yield return new("gif/lzw-empty", () => Gif.File(16, 16, Gif.Frame(0, 0, 16, 16, [8, 0])), Allowed.Anything);
        yield return new("gif/lzw-ends-early", () => Gif.File(64, 64, Gif.Frame(0, 0, 64, 64)), Allowed.Anything);
        yield return new("gif/lzw-million-clear-codes", () => Gif.File(16, 16, Gif.Frame(0, 0, 16, 16, [7, .. Enumerable.Repeat<byte[]>([255, .. Enumerable.Repeat((byte)0x80, 255)], 4000).SelectMany(block => block), 0])), Allowed.Anything);
        foreach (var (x, y, width, height) in new[] { (65535, 65535, 1, 1), (0, 0, 0, 0), (15, 15, 2, 2), (0, 0, 17, 16), (65535, 0, 65535, 1), (1, 1, 15, 65535) })
            yield return new($"gif/frame-{width}x{height}-at-{x}-{y}", () => Gif.File(16, 16, Gif.Frame(x, y, width, height)), Allowed.Anything);
        yield return new("gif/no-frame", () => Gif.File(16, 16), Allowed.Refusal);
        yield return new("gif/no-trailer", () => sound[..^1], Allowed.WholeOrRefused(sound));
        yield return new("gif/no-colour-table", () => [.. Gif.Screen(16, 16, flags: 0), .. Gif.Frame(0, 0, 16, 16), 0x3B], Allowed.Anything);
        yield return new("gif/colour-table-missing", () => [.. Gif.Screen(16, 16)[..13], .. Gif.Frame(0, 0, 16, 16), 0x3B], Allowed.Anything);
        yield return new("gif/local-table-missing", () => Gif.File(16, 16, Gif.Frame(0, 0, 16, 16, flags: 0x87)), Allowed.Anything);
        yield return new("gif/comment-of-10-mb", () => Gif.File(16, 16, Gif.Comment(40_000), Gif.Frame(0, 0, 1, 1)), Allowed.Anything);
        yield return new("gif/100000-empty-comments", () => Gif.File(16, 16, Enumerable.Repeat<byte[]>([0x21, 0xFE, 0], 100_000).Append(Gif.Frame(0, 0, 1, 1))), Allowed.Anything);
        yield return new("gif/extension-without-an-end", () => [.. Gif.Screen(16, 16), 0x21, 0xFE, .. Enumerable.Repeat((byte)255, 5000)], Allowed.Refusal);
        yield return new("gif/unknown-block", () => Gif.File(16, 16, [0x99, 1, 2, 3], Gif.Frame(0, 0, 1, 1)), Allowed.Anything);
        yield return new("gif/control-of-255-bytes", () => Gif.File(16, 16, [0x21, 0xF9, 255, .. new byte[255], 0], Gif.Frame(0, 0, 1, 1)), Allowed.Anything);
        yield return new("gif/controls-without-frames", () => Gif.File(16, 16, Enumerable.Repeat(Gif.Control(), 10_000)), Allowed.Refusal);
        yield return new("gif/dispose-7", () => Gif.File(16, 16, Gif.Control(0xFF), Gif.Frame(0, 0, 1, 1), Gif.Control(0xFF), Gif.Frame(3, 3, 1, 1)), Allowed.Anything);
        yield return new("gif/netscape-loop-lies", () => Gif.File(16, 16, [0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 200, 1], Gif.Frame(0, 0, 1, 1)), Allowed.Anything);
        yield return new("gif/version-99z", () => sound.With(3, [.. "99z"u8]), Allowed.Anything);
    }
}
