using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using StayPositive.Detector.Models;
using StayPositive.Functions.Scanning;

namespace StayPositive.Functions.Web.HeatMaps;

/// <summary>Where the evidence lies. For reviewers: a map is a score for each cell.</summary>
internal static class HeatMapsApi
{
    public static void MapHeatMaps(this RouteGroupBuilder api)
    {
        api.MapGet("/heatmaps/{scope}/{hash}", MapsAsync).WithSummary("The model versions of which there is a heat map.")
            .ProducesProblem(400).ProducesProblem(404).RequireAuthorization(Roles.Reviewer);
        api.MapGet("/heatmaps/{scope}/{hash}/{model}", MapAsync).WithSummary("The heat map of a content under a model version.")
            .Produces(200, contentType: "image/png").ProducesProblem(400).ProducesProblem(404).RequireAuthorization(Roles.Reviewer);
    }

    private static async Task<Results<Ok<HeatMapsAnswer>, ProblemHttpResult>> MapsAsync(string scope, string hash, Stores stores, ScanningOptions options, BlindAudit blind, ClaimsPrincipal user, CancellationToken cancellation)
    {
        var (address, problem) = ContentAddress.Of(scope, hash, options);
        if (address is null)
            return problem!;
        return await blind.HidesAsync(user, address, cancellation)
            ? BlindAudit.Problem()
            : TypedResults.Ok(new HeatMapsAnswer(scope, hash, [.. (await stores.HeatMaps.ListAsync(address.Scope, address.Hash, cancellation).ToListAsync(cancellation)).Select(model => model.Value)]));
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> MapAsync(string scope, string hash, string model, Stores stores, ScanningOptions options, BlindAudit blind, ClaimsPrincipal user, CancellationToken cancellation)
    {
        var (address, problem) = ContentAddress.Of(scope, hash, options);
        if (address is null)
            return problem!;
        if (await blind.HidesAsync(user, address, cancellation))
            return BlindAudit.Problem();
        ModelVersion version;
        try
        {
            version = new ModelVersion(model);
        }
        catch (ArgumentException wrong)
        {
            return Problems.Of(400, Problems.BadRequest, wrong.Message);
        }

        return await stores.HeatMaps.ReadAsync(address.Scope, address.Hash, version, cancellation) is { } png
            ? TypedResults.Bytes(png.ToArray(), "image/png")
            : Problems.Of(404, Problems.NotFound, "There is no heat map: nothing was found, or it was not scanned by this model.");
    }
}
