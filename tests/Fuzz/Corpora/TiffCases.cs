using StayPositive.Fuzz.Building;
using StayPositive.Fuzz.Cases;
using StayPositive.Fuzz.Seeds;

namespace StayPositive.Fuzz.Corpora;

/// <summary>TIFF: compressions, depths, strips, tiles and directories that do not fit.</summary>
internal static class TiffCases
{
    private const int Side = 40;
    private static readonly byte[] Pixels = new byte[Side * Side];

    public static IEnumerable<HostileCase> All(SeedSet seeds)
    {
        foreach (var compression in new uint[] { 0, 2, 3, 4, 5, 6, 7, 8, 99, 32766, 32771, 32773, 32809, 32895, 32908, 32946, 34661, 34676, 34677, 34712, 34925, 50000, 50001, 50002, 65535 })
            yield return new($"tiff/compression-{compression}", () => Tiff.Gray(Side, Side, new Chance(compression, 1).Bytes(1600), compression), Allowed.Anything);
        foreach (var bits in new uint[] { 0, 1, 2, 3, 5, 12, 16, 24, 31, 32, 64, 65535 })
            yield return new($"tiff/{bits}-bits", () => Tiff.Gray(Side, Side, Pixels, bits: bits), Allowed.Anything);
        foreach (var samples in new uint[] { 0, 2, 4, 5, 255, 65535 })
            yield return new($"tiff/{samples}-samples", () => Tiff.Gray(Side, Side, Pixels, samples: samples), Allowed.Anything);
        foreach (var photometric in new uint[] { 0, 2, 3, 4, 5, 6, 8, 9, 10, 32803, 32844, 32845, 34892, 65535 })
            yield return new($"tiff/photometric-{photometric}", () => Tiff.Gray(Side, Side, Pixels, photometric: photometric), Allowed.Anything);
        foreach (var rows in new uint[] { 0, 1, 41, 0x7FFFFFFF, 0xFFFFFFFF })
            yield return new($"tiff/{rows}-rows-a-strip", () => Tiff.Gray(Side, Side, Pixels, rows: rows), Allowed.Anything);
        foreach (var bytes in new uint[] { 0, 1, 1599, 0x7FFFFFFF, 0xFFFFFFFF })
            yield return new($"tiff/{bytes}-bytes-a-strip", () => Tiff.Gray(Side, Side, Pixels, bytes: bytes), Allowed.Anything);
        foreach (var offset in new uint[] { 0, 4, 0x7FFFFFFF, 0xFFFFFFFF })
            yield return new($"tiff/strip-at-{offset}", () => Tiff.Gray(Side, Side, Pixels, offset: offset), Allowed.Anything);
        foreach (var next in new uint[] { 1, 9, 10, 0x7FFFFFFF, 0xFFFFFFFE })
            yield return new($"tiff/next-directory-at-{next}", () => Tiff.Gray(Side, Side, Pixels, next: next), Allowed.Anything);
        foreach (var (width, height) in new (uint, uint)[] { (0, 0), (1, 1), (16, 0x7FFFFFF0), (0xFFFFFFF0, 0xFFFFFFF0), (4096, 4096) })
            yield return new($"tiff/tiles-of-{width}x{height}", () => Tiff.Gray(Side, Side, Pixels, extra: [new(322, 4, 1, width), new(323, 4, 1, height), new(324, 4, 1, 8), new(325, 4, 1, 1600)]), Allowed.Anything);

        yield return new("tiff/no-entry", () => Tiff.File([], []), Allowed.Refusal);
        yield return new("tiff/entry-count-lies", () => [.. "II*\0"u8, 8, 0, 0, 0, 0xFF, 0xFF], Allowed.Refusal);
        yield return new("tiff/directory-beyond-the-end", () => [.. "II*\0"u8, 0xFF, 0xFF, 0xFF, 0x7F], Allowed.Refusal);
        yield return new("tiff/directory-in-the-header", () => [.. "II*\0"u8, 0, 0, 0, 0, .. Pixels], Allowed.Refusal);
        yield return new("tiff/60000-entries", () => Tiff.File([.. Enumerable.Range(0, 60_000).Select(i => new Tiff.Entry(i, 4, 1, 0xFFFFFFFF))], []), Allowed.Anything);
        yield return new("tiff/huge-count", () => Tiff.Gray(Side, Side, Pixels, extra: [new(700, 1, 0xFFFFFFFF, 8)]), Allowed.Anything);
        yield return new("tiff/strip-offsets-count-huge", () => Tiff.File([new(256, 4, 1, 40), new(257, 4, 1, 40), new(258, 3, 1, 8), new(273, 4, 0x3FFFFFFF, 8), new(279, 4, 0x3FFFFFFF, 8)], Pixels), Allowed.Anything);
        yield return new("tiff/sub-directory-loop", () => Tiff.Gray(Side, Side, Pixels, extra: [new(330, 4, 1, Tiff.DirectoryAt), new(34665, 4, 1, Tiff.DirectoryAt)]), Allowed.Anything);
        foreach (var pages in new[] { 10_000, 70_000, 500_000 })
            yield return new($"tiff/{pages}-directories", () => Directories(pages), Allowed.Anything);
        yield return new("tiff/planar-9", () => Tiff.Gray(Side, Side, Pixels, extra: [new(284, 3, 1, 9)]), Allowed.Anything);
        yield return new("tiff/predictor-9", () => Tiff.Gray(Side, Side, Png.Deflate(Pixels), compression: 8, extra: [new(317, 3, 1, 9)]), Allowed.Anything);
        yield return new("tiff/sample-format-9", () => Tiff.Gray(Side, Side, Pixels, extra: [new(339, 3, 1, 9)]), Allowed.Anything);
        yield return new("tiff/float-nan", () => Tiff.Gray(Side, Side, [.. Enumerable.Repeat((byte)0xFF, 6400)], bits: 32, extra: [new(339, 3, 1, 3)]), Allowed.Anything);
        yield return new("tiff/palette-missing", () => Tiff.Gray(Side, Side, Pixels, photometric: 3), Allowed.Anything);
        yield return new("tiff/jpeg-tables-random", () => Tiff.Gray(Side, Side, new Chance(4, 4).Bytes(1600), compression: 7, photometric: 6, extra: [new(347, 7, 600, 8)]), Allowed.Anything);
        yield return new("tiff/big-tiff-random", () => [.. "II+\0"u8, 8, 0, 0, 0, .. new Chance(7, 7).Bytes(400)], Allowed.Refusal);
        yield return new("tiff/big-tiff-header", () => [.. seeds["written-big.tiff"][..16], .. new byte[200]], Allowed.Refusal);
        yield return new("tiff/byte-order-swapped", () => seeds["written-none.tiff"].With(0, [.. "MM\0*"u8]), Allowed.Refusal);
    }

    /// <summary>A chain of directories, each a sound page of the same pixels.</summary>
    private static byte[] Directories(int count)
    {
        var one = Tiff.Gray(Side, Side, []);
        var bytes = one.Length - Tiff.DirectoryAt;
        var pixels = (uint)(Tiff.DirectoryAt + count * bytes);
        var file = new List<byte>(one[..Tiff.DirectoryAt]);
        for (var i = 0; i < count; i++)
        {
            var next = i + 1 < count ? (uint)(Tiff.DirectoryAt + (i + 1) * bytes) : 0;
            file.AddRange(Tiff.Gray(Side, Side, [], bytes: 1600, offset: pixels, next: next)[Tiff.DirectoryAt..]);
        }

        return [.. file, .. Pixels];
    }
}
