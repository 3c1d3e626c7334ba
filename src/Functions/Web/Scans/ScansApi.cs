using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using StayPositive.Functions.Scanning;
using StayPositive.Storage.Models;

namespace StayPositive.Functions.Web.Scans;

/// <summary>
/// Bytes in, verdict out; nothing is stored. The body counts against the memory of files before it is read, so its length must be told; then the scan counts against the memory of scans, by the pixels in the header, as in the flow.
/// </summary>
internal static class ScansApi
{
    /// <summary>A sender that is slower holds memory that others wait for.</summary>
    private static readonly MinDataRate SlowestBody = new(bytesPerSecond: 20_000, gracePeriod: TimeSpan.FromSeconds(10));

    public static void MapScans(this RouteGroupBuilder api, WebOptions limits) => api.MapPost("/scans", ScanAsync)
        .WithSummary("Scans the image in the body; scores for reviewers only.").WithMetadata(new CostsAScan(), new TakesAnImage(), new RequestSizeLimitAttribute(limits.MaxScanMegabytes * 1_000_000L))
        .ProducesProblem(411).ProducesProblem(413).ProducesProblem(503).RequireAuthorization(Roles.Reader);

    private static async Task<Results<Ok<ScanAnswer>, ProblemHttpResult>> ScanAsync(
        HttpContext context, CurrentModel models, ContentScanner scanner, WebOptions limits, ClaimsPrincipal user, CancellationToken cancellation)
    {
        if (context.Request.ContentLength is not { } length)
            return Problems.Of(411, "LengthRequired", "Say how many bytes come: Content-Length.");
        if (length > limits.MaxScanMegabytes * 1_000_000L)
            return Problems.Of(413, "TooManyBytes", $"The body has {length} bytes; the limit is {limits.MaxScanMegabytes} MB.");
        var patience = TimeSpan.FromSeconds(limits.BusySeconds);
        using var held = await WithinAsync(patience, stop => scanner.HoldAsync(length, stop), cancellation);
        if (held is null)
            return Busy(context);

        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = SlowestBody;
        var content = new byte[length];
        await context.Request.Body.ReadExactlyAsync(content, cancellation);
        using var lease = await models.LeaseAsync(cancellation);
        using var turn = await WithinAsync(patience, stop => scanner.EnterAsync(content, lease, "api", stop), cancellation);
        if (turn is null)
            return Busy(context);
        var scan = await Task.Run(() => lease.Scanner.Scan(content, cancellation: cancellation), cancellation);
        return TypedResults.Ok(ScanAnswer.Of(scan, user.Has(Roles.Reviewer)));
    }

    private static ProblemHttpResult Busy(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "5";
        return Problems.Of(503, "Busy", "The memory of the scans is taken; ask again.");
    }

    /// <summary>Null when it took too long.</summary>
    private static async Task<IDisposable?> WithinAsync(TimeSpan patience, Func<CancellationToken, Task<IDisposable>> take, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            return await take(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}
