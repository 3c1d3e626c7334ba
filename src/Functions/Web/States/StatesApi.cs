using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using StayPositive.Functions.Scanning;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Uploads;

namespace StayPositive.Functions.Web.States;

/// <summary>What became of an upload.</summary>
internal static class StatesApi
{
    private const int MaxETag = 200;

    public static void MapStates(this RouteGroupBuilder api) => api.MapGet("/states/{container}/{**blob}", StateAsync)
        .WithSummary("The state of an upload; scores for reviewers only.").ProducesProblem(400).ProducesProblem(404).RequireAuthorization(Roles.Reader);

    /// <param name="container">Container with uploads.</param>
    /// <param name="blob">Name of the blob; '/' as it is, all else percent-encoded.</param>
    /// <param name="etag">Another version than the one that lies there now.</param>
    /// <param name="stores">What is remembered.</param>
    /// <param name="options">Which containers there are.</param>
    /// <param name="blind">Who must not see it yet.</param>
    /// <param name="user">Who asks.</param>
    /// <param name="cancellation">Of the request.</param>
    private static async Task<Results<Ok<StateAnswer>, ProblemHttpResult>> StateAsync(
        string container, string blob, string? etag, Stores stores, ScanningOptions options, BlindAudit blind, ClaimsPrincipal user, CancellationToken cancellation)
    {
        if (!options.Containers.Contains(container))
            return Problems.Of(404, Problems.UnknownSource, $"There is no container '{Safe.Text(container)}' with uploads.");
        if (etag is { Length: 0 or > MaxETag })
            return Problems.Of(400, Problems.BadRequest, $"etag has {etag.Length} characters; it must have 1..{MaxETag}.");
        if (ScanFlow.NameOf(new ScanRequest(container, blob, null, null)) is not { } name || (etag ?? await CurrentAsync(stores, name, cancellation)) is not { } version)
            return Problems.Of(404, Problems.NotFound, "Nothing lies there.");
        if (await stores.States.ReadAsync(StateKey.Of(new Scope(container), blob, version), cancellation) is not { } state)
            return Problems.Of(404, "NotYet", etag is null ? "It has no result yet; ask again." : "This version has no result.");
        return user.Has(Roles.Reviewer) && state.AuditProbability is not null && await blind.HidesAsync(user, new ContentAddress(new Scope(container), ContentHash.Parse(state.Hash!)), cancellation)
            ? BlindAudit.Problem()
            : TypedResults.Ok(StateAnswer.Of(state, user.Has(Roles.Reviewer)));
    }

    private static async Task<string?> CurrentAsync(Stores stores, UploadName name, CancellationToken cancellation) => (await stores.Uploads.FindAsync(name, cancellation))?.Version.ETag;
}
