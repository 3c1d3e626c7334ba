using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using StayPositive.Functions.Notes;
using StayPositive.Functions.Scanning;

namespace StayPositive.Functions.Web.Notes;

/// <summary>Assistant's notes for reviewers (docs/notes.md).</summary>
internal static class NotesApi
{
    public static void MapNotes(this RouteGroupBuilder api)
    {
        api.MapGet("/review/notes/settings", (NotesOptions options) => TypedResults.Ok(new NotesSettings(options.IsEnabled, options.Deployment, options.RequestsPerDay)))
            .WithSummary("Whether notes can be asked for.").RequireAuthorization(Roles.Reviewer);
        api.MapGet("/review/notes/{scope}/{hash}", ReadAsync).WithSummary("The assistant's note about a content.")
            .ProducesProblem(400).ProducesProblem(404).RequireAuthorization(Roles.Reviewer);
        api.MapPost("/review/notes/{scope}/{hash}", AskAsync).WithSummary("Asks the assistant for a note about a content, once; it changes nothing else.")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(422).ProducesProblem(502).ProducesProblem(503).ProducesProblem(504).RequireAuthorization(Roles.Reviewer);
    }

    private static async Task<Results<Ok<Note>, ProblemHttpResult>> ReadAsync(string scope, string hash, NotesOptions notes, NoteStore store, ScanningOptions scanning, BlindAudit blind, ClaimsPrincipal user, CancellationToken cancellation)
    {
        var (address, problem) = ContentAddress.Of(scope, hash, scanning);
        if (address is null)
            return problem!;
        if (await blind.HidesAsync(user, address, cancellation))
            return BlindAudit.Problem();
        return notes.IsEnabled && await store.ReadAsync(address.Scope, address.Hash, notes.Deployment!, cancellation) is { } note
            ? TypedResults.Ok(note)
            : Problems.Of(404, Problems.NotFound, "There is no note.");
    }

    private static async Task<Results<Ok<Note>, ProblemHttpResult>> AskAsync(string scope, string hash, HttpContext context, NoteRequests requests, ScanningOptions scanning, BlindAudit blind, CancellationToken cancellation)
    {
        var (address, problem) = ContentAddress.Of(scope, hash, scanning);
        if (address is null)
            return problem!;
        if (await blind.HidesAsync(context.User, address, cancellation))
            return BlindAudit.Problem();
        var answer = await requests.AskAsync(address.Scope, address.Hash, context.User.Identity?.Name ?? "unknown", cancellation);
        if (answer.RetryAfter is { } wait)
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return answer.Note is { } note ? TypedResults.Ok(note) : Failed(answer.Outcome);
    }

    private static ProblemHttpResult Failed(NoteOutcome outcome)
    {
        var (status, sentence) = outcome switch
        {
            NoteOutcome.Off => (404, "Notes are not set up: OpenAI:Endpoint and OpenAI:Deployment."),
            NoteOutcome.NoImage => (404, "No blob holds this content any more, or it has no picture."),
            NoteOutcome.BudgetSpent => (429, "The day's requests (OpenAI:RequestsPerDay) are used up; the next day begins at midnight UTC."),
            NoteOutcome.Busy => (503, "The service asks to wait."),
            NoteOutcome.QuotaSpent => (503, "The quota of the subscription is used up."),
            NoteOutcome.TimedOut => (504, "The service did not answer in time (OpenAI:TimeoutSeconds)."),
            NoteOutcome.Filtered => (422, "The service's content filter stopped the picture or the answer."),
            NoteOutcome.Declined => (422, "The model declined to describe the picture."),
            NoteOutcome.Malformed => (502, "The answer is not a note; nothing was stored."),
            NoteOutcome.Rejected => (502, "The service rejects the identity, the deployment or the request; the log has its code."),
            _ => (502, "The service cannot be reached, or fails."),
        };
        return Problems.Of(status, "Note" + outcome, sentence);
    }
}
