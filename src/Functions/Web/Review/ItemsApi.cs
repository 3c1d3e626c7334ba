using StayPositive.Storage.Installations;

namespace StayPositive.Functions.Web.Review;

/// <summary>One content.</summary>
internal static class ItemsApi
{
    public static void MapItems(this RouteGroupBuilder review) => review.MapGet("/items/{container}/{hash}", ItemAsync);

    private static async Task<IResult> ItemAsync(string container, string hash, Subjects subjects, Installation installation, CancellationToken cancellation) =>
        await subjects.FindAsync(container, hash, cancellation) is { } subject
            ? Results.Json(ItemAnswer.Of(subject, await installation.Claims.ReadAsync(subject.Scope, subject.Hash, cancellation)))
            : Problems.Of(404, Problems.NotFound, "Nothing with this content was scanned, or it was erased.");
}
