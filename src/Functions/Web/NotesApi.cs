using System.Globalization;
using StayPositive.Functions.Notes;
using StayPositive.Storage.Keys;

namespace StayPositive.Functions.Web;

/// <summary>Assistant's notes for reviewers.</summary>
internal static class NotesApi
{
    public static void MapNotes(this RouteGroupBuilder api)
    {
        var notes = api.MapGroup("/review/notes").RequireAuthorization(Roles.Reviewer);
        notes.MapGet("/settings", (NotesOptions options) => Results.Json(new { enabled = options.IsEnabled, deployment = options.Deployment, requestsPerDay = options.RequestsPerDay }));
        notes.MapGet("/{scope}/{hash}", ReadAsync);
        notes.MapPost("/{scope}/{hash}", AskAsync);
    }

    private static async Task<IResult> ReadAsync(string scope, string hash, NotesOptions options, NoteStore notes, CancellationToken cancellation) =>
        options.IsEnabled && Of(scope, hash) is var (tenant, content) && await notes.ReadAsync(tenant, content, options.Deployment!, cancellation) is { } note
            ? Results.Json(note)
            : Problems.Of(404, Problems.NotFound, "There is no note.");

    private static async Task<IResult> AskAsync(string scope, string hash, HttpContext context, NoteRequests requests, CancellationToken cancellation)
    {
        if (Of(scope, hash) is not var (tenant, content))
            return Problems.Of(400, Problems.BadRequest, "A scope and the SHA-256 of a content, 64 hexadecimal digits, are needed.");
        var answer = await requests.AskAsync(tenant, content, context.User.Identity?.Name ?? "unknown", cancellation);
        if (answer.RetryAfter is { } wait)
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return answer.Outcome switch
        {
            NoteOutcome.Written or NoteOutcome.Known => Results.Json(answer.Note),
            NoteOutcome.Off => Failed(404, "Notes are not set up: OpenAI:Endpoint and OpenAI:Deployment."),
            NoteOutcome.NoImage => Failed(404, "No blob holds this content any more, or it has no picture."),
            NoteOutcome.BudgetSpent => Failed(429, "The day's requests (OpenAI:RequestsPerDay) are used up; the next day begins at midnight UTC."),
            NoteOutcome.Busy => Failed(503, "The service asks to wait."),
            NoteOutcome.QuotaSpent => Failed(503, "The quota of the subscription is used up."),
            NoteOutcome.TimedOut => Failed(504, "The service did not answer in time (OpenAI:TimeoutSeconds)."),
            NoteOutcome.Filtered => Failed(422, "The service's content filter stopped the picture or the answer."),
            NoteOutcome.Declined => Failed(422, "The model declined to describe the picture."),
            NoteOutcome.Malformed => Failed(502, "The answer is not a note; nothing was stored."),
            NoteOutcome.Rejected => Failed(502, "The service rejects the identity, the deployment or the request; the log has its code."),
            _ => Failed(502, "The service cannot be reached, or fails."),
        };

        IResult Failed(int status, string sentence) => Problems.Of(status, "Note" + answer.Outcome, sentence);
    }

    private static (Scope Scope, ContentHash Hash)? Of(string scope, string hash)
    {
        try
        {
            return (new Scope(scope), ContentHash.Parse(hash));
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException)
        {
            return null;
        }
    }
}
