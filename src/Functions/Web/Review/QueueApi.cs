using StayPositive.Functions.Scanning;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Review;

namespace StayPositive.Functions.Web.Review;

/// <summary>What waits, page by page. A page costs what its items cost, however many lie behind it.</summary>
internal static class QueueApi
{
    /// <summary>Keys that one request looks at; a filter that lets little through answers with what it found so far, and where to go on.</summary>
    private const int MostLooks = 20_000;

    private const int AtOnce = 16;

    public static void MapQueue(this RouteGroupBuilder review)
    {
        review.MapGet("/queue", QueueAsync);
        review.MapGet("/counts", CountsAsync);
    }

    private static async Task<IResult> QueueAsync(HttpRequest request, string? container, Subjects subjects, Stores stores, Installation installation, CancellationToken cancellation)
    {
        if (subjects.ScopeOf(container) is not { } scope)
            return Problems.Of(404, Problems.UnknownSource, "There is no such container with uploads.");
        QueueQuery query;
        try
        {
            query = QueueQuery.Read(request.Query);
        }
        catch (FormatException wrong)
        {
            return Problems.Of(400, Problems.BadRequest, wrong.Message);
        }

        var rows = new List<QueueRow>();
        var batch = new List<PendingItem>();
        PendingItem? last = null;
        var looked = 0;
        var isWhole = true;
        await foreach (var item in stores.Pending.ListAsync(scope, query.Pending, query.After, cancellation))
        {
            // A page ends between two times, so that the place behind it needs to name nothing but a time.
            if (last is not null && (item.At, item.Score) != (last.At, query.Pending.HighestFirst ? last.Score : item.Score))
            {
                if (batch.Count >= AtOnce || rows.Count + batch.Count >= query.Take)
                    await ReadAsync();
                if (rows.Count >= query.Take || looked >= MostLooks)
                {
                    isWhole = false;
                    break;
                }
            }

            (last, looked) = (item, looked + 1);
            if (query.Passes(item))
                batch.Add(item);
        }

        await ReadAsync();
        return Results.Json(new
        {
            items = rows,
            next = isWhole || last is null ? null : QueueQuery.Text(new PendingPosition(last.At, last.Score), query.Pending.HighestFirst),
            looked,
        });

        async Task ReadAsync()
        {
            var read = await Task.WhenAll(batch.Select(item => RowAsync(scope, item, subjects, stores, installation, cancellation)));
            rows.AddRange(read.OfType<QueueRow>().Where(query.Passes));
            batch.Clear();
        }
    }

    /// <summary>Null when the content was decided or erased meanwhile, and its item is about to go.</summary>
    private static async Task<QueueRow?> RowAsync(Scope scope, PendingItem item, Subjects subjects, Stores stores, Installation installation, CancellationToken cancellation)
    {
        var newest = await stores.Labels.NewestAsync(scope, item.Hash, cancellation);
        if (newest is not null && newest.Ruling != Ruling.Reopened)
            return null;
        if (await subjects.FirstAsync(scope, item.Hash, cancellation) is not { } state)
            return null;
        var labels = newest is null || state.AuditProbability is null ? [] : await stores.Labels.ReadAsync(scope, item.Hash, cancellation);
        var blind = item.Bucket == PendingBucket.Audit || Subject.IsUndecidedAudit(state.AuditProbability, labels);
        return QueueRow.Of(scope.Name, item, state, newest?.Number ?? 0, blind, await installation.Claims.ReadAsync(scope, item.Hash, cancellation));
    }

    private static async Task<IResult> CountsAsync(string? container, Subjects subjects, QueueCounter counter, Summaries summaries, CancellationToken cancellation) =>
        subjects.ScopeOf(container) is { } scope
            ? Results.Json(await summaries.ReadAsync(scope, QueueCounter.Name, QueueCounter.MaxAge, stop => counter.CountAsync(scope, stop), cancellation))
            : Problems.Of(404, Problems.UnknownSource, "There is no such container with uploads.");
}
