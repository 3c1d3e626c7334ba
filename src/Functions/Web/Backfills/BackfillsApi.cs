using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using StayPositive.Functions.Backfills;
using StayPositive.Functions.Scanning;
using StayPositive.Storage.Backfills;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Uploads;

namespace StayPositive.Functions.Web.Backfills;

/// <summary>Scans what was uploaded before: counted first, run when somebody says so.</summary>
internal static class BackfillsApi
{
    public static void MapBackfills(this RouteGroupBuilder api)
    {
        var backfills = api.MapGroup("/backfills").RequireAuthorization(Roles.Admin);
        backfills.MapPost("", CreateAsync).WithSummary("Counts the uploads with a prefix; nothing is scanned yet.").ProducesProblem(400);
        backfills.MapGet("", ListAsync).WithSummary("All backfills, the oldest first.");
        backfills.MapGet("/{scope}/{id}", ReadAsync).WithSummary("How far a backfill has come.").ProducesProblem(404);
        backfills.MapPost("/{scope}/{id}/{action}", ChangeAsync).WithSummary("run, pause, resume or cancel.").ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<Results<Created<BackfillAnswer>, ProblemHttpResult>> CreateAsync(
        BackfillOrder order, BackfillStore store, ScanningOptions scanning, BackfillOptions options, ClaimsPrincipal user, CancellationToken cancellation)
    {
        if (!scanning.Containers.Contains(order.Container))
            return Problems.Of(400, Problems.UnknownSource, "No such container with uploads.");
        if (order.DailyMegapixels is <= 0 || order.Prefix is { Length: > UploadName.MaxLength })
            return Problems.Of(400, Problems.BadRequest, $"dailyMegapixels must be above 0, and prefix have at most {UploadName.MaxLength} characters.");
        var backfill = await store.AddAsync(new Scope(order.Container), order.Container, order.Prefix ?? "", order.DailyMegapixels, user.Identity?.Name ?? "unknown", cancellation);
        return TypedResults.Created($"/api/backfills/{order.Container}/{backfill.Id}", BackfillAnswer.Of(backfill, options));
    }

    private static async Task<Ok<IReadOnlyList<BackfillAnswer>>> ListAsync(BackfillStore store, ScanningOptions scanning, BackfillOptions options, CancellationToken cancellation)
    {
        var all = new List<BackfillAnswer>();
        foreach (var scope in scanning.Containers.Select(container => new Scope(container)))
            await foreach (var id in store.ListAsync(scope, cancellation))
                if (await store.ReadAsync(scope, id, cancellation) is { } backfill)
                    all.Add(BackfillAnswer.Of(backfill, options));
        return TypedResults.Ok<IReadOnlyList<BackfillAnswer>>(all);
    }

    private static async Task<Results<Ok<BackfillAnswer>, ProblemHttpResult>> ReadAsync(string scope, string id, BackfillStore store, ScanningOptions scanning, BackfillOptions options, CancellationToken cancellation) =>
        scanning.Containers.Contains(scope) && await store.ReadAsync(new Scope(scope), id, cancellation) is { } backfill ? TypedResults.Ok(BackfillAnswer.Of(backfill, options)) : Missing();

    private static async Task<Results<Ok<BackfillAnswer>, ProblemHttpResult>> ChangeAsync(
        string scope, string id, string action, BackfillStore store, ScanningOptions scanning, BackfillOptions options, CancellationToken cancellation)
    {
        if (!scanning.Containers.Contains(scope) || !BackfillAction.IsKnown(action) || await store.ChangeAsync(new Scope(scope), id, there => BackfillAction.Apply(action, there), cancellation) is not var (backfill, changed))
            return Missing();
        return changed ? TypedResults.Ok(BackfillAnswer.Of(backfill, options)) : Problems.Of(409, "Conflict", $"The backfill is {backfill.Status}; it cannot {action} now.");
    }

    private static ProblemHttpResult Missing() => Problems.Of(404, Problems.NotFound, "There is no such backfill, or no such action.");
}
