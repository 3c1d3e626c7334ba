using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using StayPositive.Functions.Scanning;
using StayPositive.Storage.Models;

namespace StayPositive.Functions.Web.Health;

/// <summary>Whether it runs, and whether it can scan. For probes: without a token, and without the limits: behind a proxy all who have none are one.</summary>
internal static class HealthApi
{
    public static void MapHealth(this RouteGroupBuilder api)
    {
        api.MapGet("/health", Health).WithSummary("Whether it runs, and how its model stands.").AllowAnonymous().DisableRateLimiting();
        api.MapGet("/ready", ReadyAsync).WithSummary("Whether it can scan.").ProducesProblem(503).AllowAnonymous().DisableRateLimiting();
    }

    private static Ok<HealthAnswer> Health(CurrentModel models, Shadow shadow, ClaimsPrincipal user)
    {
        var (health, challenger) = (models.Health, shadow.Health);
        return TypedResults.Ok(new HealthAnswer(
            health.Fault is null ? "ok" : "degraded", health.Target?.Version, health.Target?.Manifest, health.LoadedAt, health.CheckedAt,
            user.Has(Roles.Reader) ? health.Fault : null, health.FaultSince,
            health.Provider?.Provider.ToString(), user.Has(Roles.Reader) ? health.Provider?.Missed : null,
            challenger.Challenger, user.Has(Roles.Reader) ? challenger.NotScored : null));
    }

    private static async Task<Ok<ReadyAnswer>> ReadyAsync(CurrentModel models, CancellationToken cancellation)
    {
        using var lease = await models.LeaseAsync(cancellation); // without a model: 503
        return TypedResults.Ok(new ReadyAnswer("ready"));
    }
}
