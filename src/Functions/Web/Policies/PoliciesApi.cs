using Microsoft.AspNetCore.Http.HttpResults;
using StayPositive.Functions.Scanning;
using StayPositive.Storage.Models;

namespace StayPositive.Functions.Web.Policies;

/// <summary>By what uploads are judged.</summary>
internal static class PoliciesApi
{
    public static void MapPolicies(this RouteGroupBuilder api) => api.MapGet("/policies", PolicyAsync)
        .WithSummary("The current policy, those of prefixes, and the thresholds with false-positive rate, n and interval.").ProducesProblem(503).RequireAuthorization(Roles.Reader);

    private static async Task<Ok<PolicyAnswer>> PolicyAsync(CurrentModel models, PrefixPolicies policies, CancellationToken cancellation)
    {
        using var lease = await models.LeaseAsync(cancellation);
        return TypedResults.Ok(PolicyAnswer.Of(lease, policies));
    }
}
