using System.Security.Claims;
using Microsoft.AspNetCore.Mvc;

namespace StayPositive.Functions.Web.Review;

/// <summary>Decisions, one or many, and taking them back.</summary>
internal static class DecisionsApi
{
    private const int MaxBody = 6_000_000; // a mask of 4 MB in base64

    public static void MapDecisions(this RouteGroupBuilder review)
    {
        review.MapPost("/items/{container}/{hash}/decision", DecideAsync).WithMetadata(new RequestSizeLimitAttribute(MaxBody));
        review.MapPost("/items/{container}/{hash}/undo", UndoAsync);
        review.MapPost("/bulk", BulkAsync);
    }

    private static async Task<IResult> DecideAsync(
        string container, string hash, DecisionRequest body, ClaimsPrincipal user, Decisions decisions, Subjects subjects, CancellationToken cancellation) =>
        await AnswerAsync(await decisions.DecideAsync(container, hash, body, user, cancellation), container, hash, subjects, cancellation);

    private static async Task<IResult> UndoAsync(
        string container, string hash, UndoRequest body, ClaimsPrincipal user, Decisions decisions, Subjects subjects, CancellationToken cancellation) =>
        await AnswerAsync(await decisions.UndoAsync(container, hash, body.Seen, user, cancellation), container, hash, subjects, cancellation);

    /// <summary>One after the other: each stands or falls by itself.</summary>
    private static async Task<IResult> BulkAsync(BulkRequest body, ClaimsPrincipal user, Decisions decisions, CancellationToken cancellation)
    {
        if (body.Items.Count is 0 or > BulkRequest.Most)
            return Problems.Of(400, Problems.BadRequest, $"items has {body.Items.Count} entries; it must have 1..{BulkRequest.Most}.");
        var results = new List<object>();
        foreach (var item in body.Items)
        {
            var outcome = body.Ruling is { } ruling
                ? await decisions.DecideAsync(body.Container, item.Hash, new DecisionRequest(item.Seen, ruling, body.Note), user, cancellation)
                : await decisions.UndoAsync(body.Container, item.Hash, item.Seen, user, cancellation);
            results.Add(new { item.Hash, taken = outcome.Status == 200, outcome.Code, outcome.Sentence, number = outcome.Label?.Number });
        }

        return Results.Json(new { results });
    }

    private static async Task<IResult> AnswerAsync(DecisionOutcome outcome, string container, string hash, Subjects subjects, CancellationToken cancellation) => outcome.Status switch
    {
        200 or 409 => Results.Json(
            new { taken = outcome.Status == 200, outcome.Code, message = outcome.Sentence, outcome.Label, item = await subjects.FindAsync(container, hash, cancellation) is { } now ? ItemAnswer.Of(now, null) : null },
            statusCode: outcome.Status),
        var status => Problems.Of(status, outcome.Code!, outcome.Sentence!),
    };
}
