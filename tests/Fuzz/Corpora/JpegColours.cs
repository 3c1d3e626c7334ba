using StayPositive.Fuzz.Cases;
using StayPositive.Fuzz.Containers;
using StayPositive.Fuzz.Seeds;

namespace StayPositive.Fuzz.Corpora;

/// <summary>JPEG: Adobe markers that do not fit the number of components, and other statements about colour.</summary>
internal static class JpegColours
{
    private static readonly JpegSegments Segments = new();

    public static IEnumerable<HostileCase> All(SeedSet seeds)
    {
        foreach (var seed in new[] { "jpeg-cmyk.jpg", "jpeg-444-64x48.jpg", "jpeg-gray.jpg" })
        {
            foreach (var transform in new byte[] { 0, 1, 2, 3, 255 })
                yield return new($"adobe/{seed}-transform-{transform}", () => Adobe(seeds[seed], transform), Allowed.Anything);
            yield return new($"adobe/{seed}-short", () => JpegCases.Insert(seeds[seed], new Part("EE", [.. "Adobe\0"u8])), Allowed.Anything);
            yield return new($"adobe/{seed}-hundred", () => JpegCases.Insert(seeds[seed], [.. Enumerable.Range(0, 100).Select(i => Marker((byte)i))]), Allowed.Anything);
        }

        yield return new("adobe/cmyk-without-a-marker", () => Segments.Join([.. Segments.Split(seeds["jpeg-cmyk.jpg"]).Where(part => part.Kind != "EE")]), Allowed.Anything);
        yield return new("adobe/jfif-thumbnail-larger-than-its-segment", () => JpegCases.Insert(seeds["jpeg-444-64x48.jpg"], new Part("E0", [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 255, 255])), Allowed.Anything);
        yield return new("adobe/jfif-version-255", () => JpegCases.Insert(seeds["jpeg-444-64x48.jpg"], new Part("E0", [.. "JFIF\0"u8, 255, 255, 0, 0, 0, 0, 0, 0, 0])), Allowed.WholeOrRefused(seeds["jpeg-444-64x48.jpg"]));
    }

    private static byte[] Adobe(byte[] file, byte transform) =>
        JpegCases.Insert(Segments.Join([.. Segments.Split(file).Where(part => part.Kind != "EE")]), Marker(transform));

    private static Part Marker(byte transform) => new("EE", [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, transform]);
}
