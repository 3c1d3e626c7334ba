using StayPositive.Storage.Installations;

namespace StayPositive.Functions.Web.Review;

/// <summary>Masks of earlier decisions.</summary>
internal static class MasksApi
{
    public static void MapMasks(this RouteGroupBuilder review) => review.MapGet("/masks/{container}/{hash}/{mask}", MaskAsync);

    private static async Task<IResult> MaskAsync(string container, string hash, string mask, Subjects subjects, Installation installation, HttpContext context, CancellationToken cancellation)
    {
        if (subjects.ScopeOf(container) is not { } scope || Subjects.HashOf(hash) is not { } content || Subjects.HashOf(mask) is not { } name
            || await installation.Masks.ReadAsync(scope, content, name, cancellation) is not { } png)
            return Problems.Of(404, Problems.NotFound, "There is no such mask.");
        context.Response.Headers.ContentDisposition = "inline; filename=\"mask.png\"";
        context.Response.Headers.CacheControl = "private, max-age=300";
        return Results.Bytes(png.ToArray(), "image/png");
    }
}
