using StayPositive.Detector.Decoding;
using StayPositive.Fuzz.Building;
using StayPositive.Fuzz.Cases;
using StayPositive.Fuzz.Containers;
using StayPositive.Fuzz.Seeds;

namespace StayPositive.Fuzz.Corpora;

/// <summary>JPEG: rare kinds, many scans, restart markers, broken tables.</summary>
internal static class JpegCases
{
    private const string Plain = "jpeg-444-64x48.jpg";
    private const string Progressive = "jpeg-420-progressive-64x48.jpg";
    private static readonly JpegSegments Segments = new();

    public static IEnumerable<HostileCase> All(SeedSet seeds)
    {
        var plain = seeds[Plain];
        var frame = plain.Find([0xFF, 0xC0]);
        var scan = plain.Find([0xFF, 0xDA]);

        foreach (var kind in new byte[] { 0xC3, 0xC5, 0xC6, 0xC7, 0xCB, 0xCD, 0xCE, 0xCF })
            yield return new($"jpeg/frame-{kind:x2}", () => plain.With(frame + 1, kind), Allowed.Only(RejectionCode.Unreadable, RejectionCode.Corrupt));
        foreach (var kind in new byte[] { 0xC1, 0xC2, 0xC9, 0xCA })
            yield return new($"jpeg/frame-{kind:x2}", () => plain.With(frame + 1, kind), Allowed.Anything);
        foreach (var bits in new byte[] { 0, 1, 7, 9, 12, 16, 255 })
            yield return new($"jpeg/{bits}-bits", () => plain.With(frame + 4, bits), Allowed.Only(RejectionCode.Unreadable, RejectionCode.Corrupt));
        foreach (var components in new byte[] { 0, 1, 2, 4, 5, 255 })
            yield return new($"jpeg/{components}-components", () => plain.With(frame + 9, components), Allowed.Refusal);
        foreach (var sampling in new byte[] { 0x00, 0x01, 0x15, 0x44, 0x51, 0xFF })
            yield return new($"jpeg/sampling-{sampling:x2}", () => plain.With(frame + 11, sampling), Allowed.Anything);
        yield return new("jpeg/same-component-three-times", () => plain.With(frame + 13, 1).With(frame + 16, 1), Allowed.Anything);

        foreach (var scans in new[] { 20, 99, 101, 1000, 50_000 })
            yield return new($"jpeg/{scans}-scans", () => ManyScans(seeds[Progressive], scans, null), Allowed.Anything);
        yield return new("jpeg/100-scans-of-4400x4400", () => ManyScans(seeds[Progressive], 90, (4400, 4400)), Allowed.Anything);
        yield return new("jpeg/20000-scans-of-4400x4400", () => ManyScans(seeds[Progressive], 20_000, (4400, 4400)), Allowed.Refusal);
        yield return new("jpeg/progressive-without-a-scan", () => Segments.Join([.. Segments.Split(seeds[Progressive]).Where(part => part.Kind != "DA")]), Allowed.Refusal);

        for (byte restart = 0xD0; restart < 0xD8; restart++)
        {
            var marker = restart;
            yield return new($"jpeg/restart-{marker:x2}-in-the-scan", () => plain.With(scan + 200, 0xFF, marker), Allowed.Refusal);
        }

        yield return new("jpeg/restart-interval-1-without-markers", () => Insert(plain, new Part("DD", [0, 1])), Allowed.Refusal);
        yield return new("jpeg/restart-interval-65535", () => Insert(plain, new Part("DD", [0xFF, 0xFF])), Allowed.WholeOrRefused(plain));
        yield return new("jpeg/restart-interval-of-3-bytes", () => Insert(plain, new Part("DD", [0, 1, 2])), Allowed.Anything);
        yield return new("jpeg/5000-restart-markers", () => [.. plain[..(scan + 40)], .. Enumerable.Range(0, 5000).SelectMany(i => new byte[] { 0xFF, (byte)(0xD0 + i % 8) }), .. plain[(scan + 40)..]], Allowed.Refusal);

        yield return new("jpeg/no-huffman-tables", () => Without("C4"), Allowed.Anything);
        yield return new("jpeg/no-quantisation-tables", () => Without("DB"), Allowed.Refusal);
        yield return new("jpeg/no-frame", () => Without("C0"), Allowed.Refusal);
        yield return new("jpeg/two-frames", () => Segments.Join([.. Segments.Split(plain).SelectMany(part => part.Kind == "C0" ? new[] { part, part } : [part])]), Allowed.Refusal);
        yield return new("jpeg/scan-before-frame", () => Segments.Join([.. Segments.Split(plain).OrderBy(part => part.Kind == "DA" ? 0 : 1)]), Allowed.Refusal);
        yield return new("jpeg/quantisation-by-zero", () => Change("DB", data => data.With(1, new byte[64])), Allowed.Anything);
        yield return new("jpeg/huffman-counts-too-high", () => Change("C4", data => data.With(1, 255, 255, 255)), Allowed.Refusal);
        yield return new("jpeg/huffman-of-ff", () => Change("C4", data => data.With(17, [.. Enumerable.Repeat((byte)0xFF, 12)])), Allowed.Anything);
        yield return new("jpeg/segment-of-length-0", () => [.. plain[..2], 0xFF, 0xE5, 0, 0, .. plain[2..]], Allowed.WholeOrRefused(plain));
        yield return new("jpeg/segment-of-length-1", () => [.. plain[..2], 0xFF, 0xE5, 0, 1, .. plain[2..]], Allowed.WholeOrRefused(plain));
        yield return new("jpeg/segment-over-the-end", () => [.. plain[..2], 0xFF, 0xE5, 0xFF, 0xFF, .. plain[2..]], Allowed.Refusal);
        yield return new("jpeg/10000-comments", () => Insert(plain, [.. Enumerable.Repeat(new Part("FE", new byte[100]), 10_000)]), Allowed.WholeOrRefused(plain));
        yield return new("jpeg/50000-app-segments", () => Insert(plain, [.. Enumerable.Repeat(new Part("E7", []), 50_000)]), Allowed.WholeOrRefused(plain));
        yield return new("jpeg/million-fill-bytes", () => [.. plain[..2], .. Enumerable.Repeat((byte)0xFF, 1_000_000), .. plain[2..]], Allowed.WholeOrRefused(plain));
        yield return new("jpeg/scan-of-ff", () => [.. plain[..(scan + 14)], .. Enumerable.Repeat((byte)0xFF, 50_000), 0xFF, 0xD9], Allowed.Refusal);
        yield return new("jpeg/scan-of-zeros", () => [.. plain[..(scan + 14)], .. new byte[50_000], 0xFF, 0xD9], Allowed.Anything);
        yield return new("jpeg/scan-empty", () => [.. plain[..(scan + 14)], 0xFF, 0xD9], Allowed.Refusal);
        yield return new("jpeg/1000-starts", () => [.. Enumerable.Repeat(new byte[] { 0xFF, 0xD8 }, 1000).SelectMany(pair => pair), .. plain], Allowed.Anything);
        yield return new("jpeg/two-images", () => [.. plain, .. plain], Allowed.WholeOrRefused(plain));
        yield return new("jpeg/lines-in-dnl", () => plain.With(frame + 5, 0, 0)[..^2].Concat<byte>([0xFF, 0xDC, 0, 4, 0, 48, 0xFF, 0xD9]).ToArray(), Allowed.Refusal);

        byte[] Without(string kind) => Segments.Join([.. Segments.Split(plain).Where(part => part.Kind != kind)]);
        byte[] Change(string kind, Func<byte[], byte[]> change) => Segments.Join([.. Segments.Split(plain).Select(part => part.Kind == kind ? part with { Data = change(part.Data) } : part)]);
    }

    /// <summary>Parts in front of the frame.</summary>
    public static byte[] Insert(byte[] file, params Part[] extra)
    {
        var parts = Segments.Split(file);
        parts.InsertRange(parts.FindIndex(part => part.Kind is "C0" or "C2"), extra);
        return Segments.Join(parts);
    }

    /// <summary>The last scan so many times more: each one makes the decoder walk over all coefficients.</summary>
    private static byte[] ManyScans(byte[] file, int scans, (int Width, int Height)? size)
    {
        if (size is { } large)
            file = file.With(file.Find([0xFF, 0xC2]) + 5, [.. Numbers.Big16(large.Height), .. Numbers.Big16(large.Width)]);
        var parts = Segments.Split(file);
        var last = parts.FindLast(part => part.Kind == "DA")!;
        return Segments.Join([.. parts, .. Enumerable.Repeat(last, scans)]);
    }
}
