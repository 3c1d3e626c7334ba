using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using StayPositive.Functions.Scanning;

namespace StayPositive.Functions.Web.Measurements;

/// <summary>What the pixels of a content say. For reviewers: who sees logits can search for an image that just passes.</summary>
internal static class MeasurementsApi
{
    public static void MapMeasurements(this RouteGroupBuilder api) => api.MapGet("/measurements/{scope}/{hash}", MeasurementsAsync)
        .WithSummary("What the pixels of a content say under each backbone.").ProducesProblem(400).ProducesProblem(404).RequireAuthorization(Roles.Reviewer);

    private static async Task<Results<Ok<MeasurementsAnswer>, ProblemHttpResult>> MeasurementsAsync(string scope, string hash, Stores stores, ScanningOptions options, BlindAudit blind, ClaimsPrincipal user, CancellationToken cancellation)
    {
        var (address, problem) = ContentAddress.Of(scope, hash, options);
        if (address is null)
            return problem!;
        if (await blind.HidesAsync(user, address, cancellation))
            return BlindAudit.Problem();
        var found = await stores.Measurements.ListAsync(address.Scope, address.Hash, cancellation).Select(MeasurementAnswer.Of).ToListAsync(cancellation);
        return found.Count > 0
            ? TypedResults.Ok(new MeasurementsAnswer(scope, hash, found))
            : Problems.Of(404, Problems.NotFound, "This content was never measured here, or was erased.");
    }
}
