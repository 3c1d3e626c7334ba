using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using StayPositive.Functions.Scanning;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;

namespace StayPositive.Functions.Web.Review;

/// <summary>The log of decisions, newest first: a page of it, or all of some days as CSV or JSON Lines.</summary>
internal static class DecisionLogApi
{
    private const int MaxDays = 366;
    private const int DefaultDays = 30;
    private const int PageRows = 200;
    private const int MaxRows = 100_000;

    public static void MapDecisionLog(this RouteGroupBuilder review) => review.MapGet("/log", LogAsync);

    private static async Task<IResult> LogAsync(
        HttpContext context, string? container, string? format, Subjects subjects, Stores stores, Installation installation, TimeProvider clock, IOptions<JsonOptions> json, CancellationToken cancellation)
    {
        if (subjects.ScopeOf(container) is not { } scope)
            return Problems.Of(404, Problems.UnknownSource, "There is no such container with uploads.");
        IAsyncEnumerable<LogRow> rows;
        try
        {
            rows = RowsAsync(scope, LogFilter.Read(context.Request.Query, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), DefaultDays, MaxDays), stores, installation, cancellation);
        }
        catch (FormatException wrong)
        {
            return Problems.Of(400, Problems.BadRequest, wrong.Message);
        }

        if (format is null or "json")
        {
            var page = await rows.Take(PageRows + 1).ToListAsync(cancellation);
            return Results.Json(new { rows = page.Take(PageRows), hasMore = page.Count > PageRows });
        }

        if (format is not ("csv" or "jsonl"))
            return Problems.Of(400, Problems.BadRequest, "format is json, csv or jsonl.");
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"decisions.{format}\"";
        return Results.Stream(
            async stream =>
            {
                await using var writer = new StreamWriter(stream, leaveOpen: true);
                if (format == "csv")
                    await writer.WriteAsync(LogRow.Header + "\r\n");
                await foreach (var row in rows.Take(MaxRows))
                    await writer.WriteAsync(format == "csv" ? row.ToCsv() + "\r\n" : JsonSerializer.Serialize(row, json.Value.SerializerOptions) + "\n");
            },
            format == "csv" ? "text/csv; charset=utf-8" : "application/jsonl; charset=utf-8");
    }

    /// <summary>Lines without their label are left out: their decision came too late.</summary>
    private static async IAsyncEnumerable<LogRow> RowsAsync(Scope scope, LogFilter filter, Stores stores, Installation installation, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var line in installation.Decisions.NewestAsync(scope, filter.From, filter.To, cancellation))
        {
            if (!filter.Passes(line) || await stores.Labels.ReadAsync(scope, line.Hash, line.Number, cancellation) is not { } label || !line.IsOf(label) || !filter.Passes(label))
                continue;
            var blob = await stores.Refs.ListAsync(scope, line.Hash, cancellation).FirstOrDefaultAsync(cancellation);
            yield return LogRow.Of(scope, line.Hash, blob == default ? null : blob.Name(), label);
        }
    }
}
