using StayPositive.Storage.Installations;
using StayPositive.Storage.Models;
using StayPositive.Storage.Shadows;

namespace StayPositive.Functions.Web.Review;

/// <summary>How it goes: verdicts, scores, the audit's rates, the queue's age, models and refits. Counts are of a stated time.</summary>
internal static class DashboardApi
{
    public static void MapDashboard(this RouteGroupBuilder review) => review.MapGet("/dashboard", DashboardAsync);

    private static async Task<IResult> DashboardAsync(
        string? container, Subjects subjects, Summaries summaries, QueueCounter queue, DashboardCounter counter, RefitReports refits, Installation installation, CancellationToken cancellation)
    {
        if (subjects.ScopeOf(container) is not { } scope)
            return Problems.Of(404, Problems.UnknownSource, "There is no such container with uploads.");
        var counts = await summaries.ReadAsync(scope, DashboardCounter.Name, DashboardCounter.MaxAge, stop => counter.CountAsync(scope, stop), cancellation);
        var waiting = await summaries.ReadAsync(scope, QueueCounter.Name, QueueCounter.MaxAge, stop => queue.CountAsync(scope, stop), cancellation);
        var champion = await installation.Aliases.ReadAsync(ModelAlias.Champion, cancellation);
        var challenger = await installation.Aliases.ReadAsync(ModelAlias.Challenger, cancellation);
        var shadow = champion is not null && challenger is not null && champion.Target != challenger.Target
            ? await new ShadowStore(installation.Results).ReadAsync(champion.Target, challenger.Target, cancellation)
            : null;
        return Results.Json(new
        {
            counts,
            waiting,
            champion = Model(champion),
            challenger = Model(challenger),
            shadow = shadow is null ? null : new { shadow.Scans, shadow.Agreements, shadow.MeanDifference },
            refits = await refits.NewestAsync(cancellation),
        });
    }

    private static object? Model(AliasDocument? alias) => alias is null ? null : new { version = alias.Target.Version, since = alias.At, alias.Who, alias.Why, previous = alias.Previous?.Version };
}
