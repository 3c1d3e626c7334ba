using StayPositive.Detector.Evaluation;
using StayPositive.Detector.Heatmaps;

namespace StayPositive.Functions.Web.Review;

/// <summary>Pictures: decoded here, turned upright, and encoded anew, so that a browser never parses what a stranger uploaded. Never a link to the storage.</summary>
internal static class ImagesApi
{
    private const int MaxSide = 2048;
    private const int MaxPart = 1024;
    private const int MaxPlace = 65_535;

    public static void MapImages(this RouteGroupBuilder review) => review.MapGet("/images/{container}/{hash}", ImageAsync);

    /// <param name="container">Where.</param>
    /// <param name="hash">The content.</param>
    /// <param name="max">Longest side of the whole picture.</param>
    /// <param name="frame">Of an animation, as the evidence names it.</param>
    /// <param name="x">With y, w and h: a part of it, pixel by pixel.</param>
    /// <param name="y">Upright pixels.</param>
    /// <param name="w">Upright pixels.</param>
    /// <param name="h">Upright pixels.</param>
    /// <param name="contents">Bytes.</param>
    /// <param name="context">The request.</param>
    /// <param name="cancellation">Of the request.</param>
    private static async Task<IResult> ImageAsync(
        string container, string hash, int? max, int? frame, int? x, int? y, int? w, int? h, Contents contents, HttpContext context, CancellationToken cancellation)
    {
        var isPart = x is not null || y is not null || w is not null || h is not null;
        if (max is < 16 or > MaxSide || frame is < 0 || (isPart && !(x is >= 0 and <= MaxPlace && y is >= 0 and <= MaxPlace && w is >= 1 and <= MaxPart && h is >= 1 and <= MaxPart)))
            return Problems.Of(400, Problems.BadRequest, $"max is 16..{MaxSide}; a part has x, y in 0..{MaxPlace} and w, h in 1..{MaxPart}.");
        var (subject, bytes, problem) = await contents.OpenAsync(container, hash, cancellation);
        if (problem is not null)
            return problem;
        using var lease = await contents.LeaseAsync(cancellation);
        var limits = lease.Package.Policy.Limits;
        var (side, number) = (max ?? 1600, frame ?? 0);
        var made = await contents.ComputeAsync(
            $"{subject!.Scope} {subject.Hash} picture {side} {number} {x} {y} {w} {h}", Contents.PictureMemory(bytes.Length), made => made.Length,
            () => isPart ? ViewPicture.Part(bytes, limits, number, new CropBox(x!.Value, y!.Value, w!.Value, h!.Value)) : Preview.Jpeg(bytes, limits, side, number), cancellation);
        if (made is null)
            return Problems.Of(404, "NoPicture", "The file cannot be decoded.");
        var (type, name) = isPart ? ("image/png", "part.png") : ("image/jpeg", "picture.jpg");
        context.Response.Headers.ContentDisposition = $"inline; filename=\"{name}\"";
        context.Response.Headers.CacheControl = "private, max-age=300";
        context.Response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return Results.Bytes(made, type);
    }
}
