using StayPositive.Fuzz.Building;
using StayPositive.Fuzz.Cases;
using StayPositive.Fuzz.Containers;
using StayPositive.Fuzz.Seeds;
using static StayPositive.Fuzz.Building.Numbers;

namespace StayPositive.Fuzz.Corpora;

/// <summary>WebP: lengths, chunk order, frames that lie about place and size.</summary>
internal static class WebpCases
{
    private static readonly RiffChunks Chunks = new();

    public static IEnumerable<HostileCase> All(SeedSet seeds)
    {
        var lossy = seeds["webp-lossy.webp"];
        var lossless = seeds["webp-lossless.webp"];
        var alpha = seeds["webp-lossy-alpha.webp"];
        var animated = seeds["animated.webp"];

        foreach (var length in new uint[] { 0, 4, 0x7FFFFFFF, 0xFFFFFFFF })
        {
            yield return new($"webp/file-length-{length}", () => lossy.With(4, Little32(length)), Allowed.WholeOrRefused(lossy));
            yield return new($"webp/chunk-length-{length}", () => lossy.With(16, Little32(length)), Allowed.Refusal);
            yield return new($"webp/lossless-chunk-length-{length}", () => lossless.With(16, Little32(length)), Allowed.Refusal);
        }

        yield return new("webp/no-chunk", () => Chunks.Join([]), Allowed.Refusal);
        yield return new("webp/canvas-alone", () => Chunks.Join([Chunks.Split(alpha)[0]]), Allowed.Refusal);
        yield return new("webp/canvas-twice", () => Chunks.Join([Chunks.Split(alpha)[0], .. Chunks.Split(alpha)]), Allowed.Anything);
        yield return new("webp/alpha-missing", () => Chunks.Join([.. Chunks.Split(alpha).Where(part => part.Kind != "ALPH")]), Allowed.Anything);
        yield return new("webp/alpha-of-ff", () => Chunks.Join([.. Chunks.Split(alpha).Select(part => part.Kind == "ALPH" ? part with { Data = [.. Enumerable.Repeat((byte)0xFF, 200)] } : part)]), Allowed.Anything);
        yield return new("webp/order-reversed", () => Chunks.Join([.. Enumerable.Reverse(Chunks.Split(alpha))]), Allowed.Anything);
        yield return new("webp/20000-unknown-chunks", () => Chunks.Join([.. Chunks.Split(alpha), .. Enumerable.Repeat(new Part("abcd", [1]), 20_000)]), Allowed.Anything);
        yield return new("webp/key-frame-bit-off", () => lossy.With(20, (byte)(lossy[20] | 1)), Allowed.Refusal);
        yield return new("webp/start-code-wrong", () => lossy.With(23, 0, 0, 0), Allowed.Refusal);
        yield return new("webp/partition-length-lies", () => lossy.With(20, 0xF0, 0xFF, 0xFF), Allowed.Refusal);
        yield return new("webp/data-of-ff", () => lossy.With(30, [.. Enumerable.Repeat((byte)0xFF, lossy.Length - 30)]), Allowed.Anything);
        yield return new("webp/data-of-zeros", () => lossy.With(30, new byte[lossy.Length - 30]), Allowed.Anything);
        yield return new("webp/lossless-data-of-ff", () => lossless.With(25, [.. Enumerable.Repeat((byte)0xFF, lossless.Length - 25)]), Allowed.Anything);
        yield return new("webp/lossless-signature-wrong", () => lossless.With(20, 0), Allowed.Refusal);
        yield return new("webp/lossless-version-7", () => lossless.With(24, (byte)(lossless[24] | 0xE0)), Allowed.Refusal);
        foreach (var flags in new byte[] { 0x00, 0x02, 0x3E, 0xFF })
            yield return new($"webp/flags-{flags:x2}", () => alpha.With(alpha.Find("VP8X"u8) + 8, flags), Allowed.Anything);

        yield return new("webp/animation-without-frames", () => Chunks.Join([.. Chunks.Split(animated).Where(part => part.Kind != "ANMF")]), Allowed.Anything);
        yield return new("webp/animation-without-control", () => Chunks.Join([.. Chunks.Split(animated).Where(part => part.Kind != "ANIM")]), Allowed.Anything);
        yield return new("webp/animation-of-5000-frames", () => Frames(5000, data => data), Allowed.Anything);
        yield return new("webp/animation-of-20000-frames", () => Frames(20_000, data => data), Allowed.Anything);
        yield return new("webp/animation-on-16384x16384", () => animated.With(animated.Find("VP8X"u8) + 12, 0xFF, 0x3F, 0, 0xFF, 0x3F, 0), Allowed.Anything);
        yield return new("webp/frame-outside", () => Frames(2, data => data.With(0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF)), Allowed.Anything);
        yield return new("webp/frame-of-16-million", () => Frames(2, data => data.With(6, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF)), Allowed.Anything);
        yield return new("webp/frame-of-one-pixel-stated", () => Frames(2, data => data.With(6, 0, 0, 0, 0, 0, 0)), Allowed.Anything);
        yield return new("webp/frame-without-image", () => Frames(2, data => data[..16]), Allowed.Anything);
        yield return new("webp/frame-of-5-bytes", () => Frames(2, data => data[..5]), Allowed.Anything);
        yield return new("webp/frame-within-a-frame", () => Frames(2, data => [.. data[..16], .. "ANMF"u8, .. Little32((uint)data.Length), .. data]), Allowed.Anything);

        byte[] Frames(int count, Func<byte[], byte[]> change)
        {
            var parts = Chunks.Split(animated);
            var frame = parts.First(part => part.Kind == "ANMF");
            return Chunks.Join([.. parts.Where(part => part.Kind != "ANMF"), frame, .. Enumerable.Repeat(frame with { Data = change(frame.Data) }, count - 1)]);
        }
    }
}
