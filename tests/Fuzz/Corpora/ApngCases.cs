using StayPositive.Fuzz.Building;
using StayPositive.Fuzz.Cases;
using StayPositive.Fuzz.Seeds;

namespace StayPositive.Fuzz.Corpora;

/// <summary>APNG: control chunks that lie about count, order, place and size of the frames.</summary>
internal static class ApngCases
{
    private const int Width = 45;
    private const int Height = 31;

    public static IEnumerable<HostileCase> All(SeedSet seeds)
    {
        var still = seeds["png-rgb.png"];

        foreach (var frames in new uint[] { 0, 1, 3, 1000, 0x7FFFFFFF, 0xFFFFFFFF })
            yield return new($"apng/{frames}-frames-stated", () => Apng.Build(still, Apng.Control(frames), First, Two), Allowed.Anything);
        yield return new("apng/control-of-3-bytes", () => Apng.Build(still, new("acTL", [0, 0, 1]), First, Two), Allowed.Anything);
        yield return new("apng/10000-frames", () => Apng.Repeat(seeds["png-8x8.png"], 8, 8, 10_000), Allowed.Anything);
        yield return new("apng/200000-frames", () => Apng.Repeat(seeds["png-8x8.png"], 8, 8, 200_000), Allowed.Anything);
        yield return new("apng/1000-frames-of-4400x4400", () => Apng.Repeat(Png.Bomb(4400, 4400, (3 * 4400 + 1) * 4400), 4400, 4400, 1000), Allowed.Anything);
        yield return new("apng/frame-control-missing", () => Apng.Build(still, Apng.Control(2), First, idat => [Apng.Data(1, idat)]), Allowed.Anything);
        yield return new("apng/frame-data-missing", () => Apng.Build(still, Apng.Control(2), First, _ => [Apng.Frame(1, Width, Height)]), Allowed.Anything);
        yield return new("apng/frame-data-of-2-bytes", () => Apng.Build(still, Apng.Control(2), First, _ => [Apng.Frame(1, Width, Height), new("fdAT", [0, 2])]), Allowed.Anything);
        yield return new("apng/frame-data-is-no-zlib", () => Apng.Build(still, Apng.Control(2), First, _ => [Apng.Frame(1, Width, Height), Apng.Data(2, new byte[500])]), Allowed.Anything);
        yield return new("apng/frame-data-bomb", () => Apng.Build(still, Apng.Control(2), First, _ => [Apng.Frame(1, Width, Height), Apng.Data(2, Png.Zeros(200_000_000))]), Allowed.Anything);
        yield return new("apng/sequence-backwards", () => Apng.Build(still, Apng.Control(2), Apng.Frame(9, Width, Height), idat => [Apng.Frame(5, Width, Height), Apng.Data(1, idat)]), Allowed.Anything);
        yield return new("apng/sequence-repeated", () => Apng.Build(still, Apng.Control(2), First, idat => [Apng.Frame(0, Width, Height), Apng.Data(0, idat)]), Allowed.Anything);
        foreach (var (width, height, x, y) in new (uint, uint, uint, uint)[]
        {
            (0, 0, 0, 0), (46, 31, 0, 0), (45, 31, 1, 0), (45, 31, 0xFFFFFFFF, 0xFFFFFFFF), (0xFFFFFFFF, 31, 1, 0), (0x80000000, 0x80000000, 0, 0), (1, 1, 44, 30), (65535, 65535, 0, 0),
        })
        {
            yield return new(
                $"apng/frame-{width}x{height}-at-{x}-{y}", () => Apng.Build(still, Apng.Control(2), First, idat => [Apng.Frame(1, width, height, x, y), Apng.Data(2, idat)]), Allowed.Anything);
            yield return new($"apng/first-frame-{width}x{height}-at-{x}-{y}", () => Apng.Build(still, Apng.Control(2), Apng.Frame(0, width, height, x, y), Two), Allowed.Anything);
        }

        yield return new("apng/dispose-and-blend-255", () => Apng.Build(still, Apng.Control(2), First, idat => [Apng.Frame(1, Width, Height, dispose: 255, blend: 255), Apng.Data(2, idat)]), Allowed.Anything);
        yield return new("apng/control-behind-the-data", () => [.. still[..^12], .. Containers.PngChunks.Chunk("acTL", new byte[8]), .. still[^12..]], Allowed.Anything);
        yield return new("apng/data-of-another-size", () => Apng.Build(still, Apng.Control(2), First, idat => [Apng.Frame(1, 8, 8), Apng.Data(2, idat)]), Allowed.Anything);
    }

    private static Containers.Part First => Apng.Frame(0, Width, Height);

    private static IEnumerable<Containers.Part> Two(byte[] idat) =>
        [Apng.Frame(1, Width, Height), Apng.Data(2, idat), Apng.Frame(3, Width, Height), Apng.Data(4, idat)];
}
