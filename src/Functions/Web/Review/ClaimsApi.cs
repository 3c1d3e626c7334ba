using System.Security.Claims;
using StayPositive.Storage.Installations;

namespace StayPositive.Functions.Web.Review;

/// <summary>Who looks at what: advice, so that two do not do the same work. No decision depends on it.</summary>
internal static class ClaimsApi
{
    private const int MaxSession = 64;

    public static void MapClaims(this RouteGroupBuilder review)
    {
        review.MapPut("/claims/{container}/{hash}", TakeAsync);
        review.MapDelete("/claims/{container}/{hash}", ReleaseAsync);
    }

    private static async Task<IResult> TakeAsync(string container, string hash, string session, ClaimsPrincipal user, Subjects subjects, Installation installation, CancellationToken cancellation)
    {
        if (subjects.ScopeOf(container) is not { } scope || Subjects.HashOf(hash) is not { } content || await subjects.FirstAsync(scope, content, cancellation) is null)
            return Problems.Of(404, Problems.NotFound, "Nothing with this content was scanned.");
        if (session.Length is 0 or > MaxSession)
            return Problems.Of(400, Problems.BadRequest, $"session has 1..{MaxSession} characters.");
        var claim = await installation.Claims.TakeAsync(scope, content, Reviewer.Name(user), session, cancellation);
        return Results.Json(new { claim.Reviewer, claim.Until, mine = claim.Session == session });
    }

    private static async Task<IResult> ReleaseAsync(string container, string hash, string session, Subjects subjects, Installation installation, CancellationToken cancellation)
    {
        if (subjects.ScopeOf(container) is { } scope && Subjects.HashOf(hash) is { } content)
            await installation.Claims.ReleaseAsync(scope, content, session, cancellation);
        return Results.NoContent();
    }
}
