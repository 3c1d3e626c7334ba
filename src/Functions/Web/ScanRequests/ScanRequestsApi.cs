using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using StayPositive.Functions.Messages;
using StayPositive.Functions.Scanning;
using StayPositive.Functions.Wiring;

namespace StayPositive.Functions.Web.ScanRequests;

/// <summary>Scans an upload on demand; one that has a state keeps it.</summary>
internal static class ScanRequestsApi
{
    public static void MapScanRequests(this RouteGroupBuilder api) => api.MapPost("/scan-requests", RequestAsync)
        .WithSummary("Scans an upload now, unless it has a state.").WithMetadata(new CostsAScan())
        .ProducesProblem(400).ProducesProblem(404).ProducesProblem(410).ProducesProblem(503).RequireAuthorization(Roles.Admin);

    private static async Task<Results<Accepted<ScanRequestAnswer>, ProblemHttpResult>> RequestAsync(
        ScanTarget target, ScanFlow flow, [FromServices] Door door, [FromServices] WorkQueues queues, ScanningOptions options, CancellationToken cancellation)
    {
        var request = new ScanRequest(target.Container, target.Blob, null, null);
        var outcome = door.HasTrigger ? await flow.ScanAsync(request, cancellation) : await QueueAsync(request, queues, options, cancellation);
        return outcome switch
        {
            FlowOutcome.UnknownSource => Problems.Of(400, Problems.UnknownSource, "No such container with uploads, or the name cannot be one."),
            FlowOutcome.Gone => Problems.Of(404, nameof(FlowOutcome.Gone), "Nothing lies there."),
            FlowOutcome.Erased => Problems.Of(410, nameof(FlowOutcome.Erased), "The content was erased."),
            _ => TypedResults.Accepted((string?)null, new ScanRequestAnswer(outcome)),
        };
    }

    /// <summary>A process that does not scan leaves it to those that do.</summary>
    private static async Task<FlowOutcome> QueueAsync(ScanRequest request, WorkQueues queues, ScanningOptions options, CancellationToken cancellation)
    {
        if (!options.Containers.Contains(request.Container) || ScanFlow.NameOf(request) is null)
            return FlowOutcome.UnknownSource;
        await queues.Requests.SendAsync(request.ToMessage(), TimeSpan.Zero, cancellation);
        return FlowOutcome.Queued;
    }
}
