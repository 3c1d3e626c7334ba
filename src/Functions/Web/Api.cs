using StayPositive.Functions.Scanning;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Models;
using StayPositive.Storage.States;

namespace StayPositive.Functions.Web;

/// <summary>The HTTP API. Tokens are validated by the app; headers that a front end sets (<c>X-MS-*</c>) are ignored.</summary>
internal static class Api
{
    private const int MaxBody = 100_000_000;

    public static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup("/api");
        api.MapGet("/health", (CurrentModel models) => Results.Json(new { status = models.Health.Fault is null ? "ok" : "degraded", model = models.Health })).AllowAnonymous();
        api.MapGet("/ready", async (CurrentModel models, CancellationToken cancellation) => await IsReadyAsync(models, cancellation) ? Results.Json(new { status = "ready" }) : Results.Json(new { status = "no model" }, statusCode: 503)).AllowAnonymous();
        api.MapGet("/states/{container}/{**blob}", StateAsync).RequireAuthorization(Roles.Reader);
        api.MapGet("/heatmaps/{scope}/{hash}/{model}", HeatMapAsync).RequireAuthorization(Roles.Reviewer);
        api.MapPost("/scan-requests", RequestAsync).RequireAuthorization(Roles.Admin);
        api.MapNotes();
        api.MapPost("/scans", ScanAsync).RequireAuthorization(Roles.Reader);
    }

    private static async Task<bool> IsReadyAsync(CurrentModel models, CancellationToken cancellation)
    {
        try
        {
            using var lease = await models.LeaseAsync(cancellation);
            return true;
        }
        catch (ModelUnavailableException)
        {
            return false;
        }
    }

    private static async Task<IResult> StateAsync(string container, string blob, Stores stores, ScanningOptions options, HttpContext context, CancellationToken cancellation)
    {
        if (!options.Containers.Contains(container))
            return Problem(404, "UnknownSource", $"There is no container '{Safe.Text(container)}' with uploads.");
        if (ScanFlow.NameOf(new ScanRequest(container, blob, null, null)) is not { } name || await stores.Uploads.FindAsync(name, cancellation) is not { } entry)
            return Problem(404, "NotFound", "Nothing lies there.");
        var state = await stores.States.ReadAsync(StateKey.Of(new Scope(container), blob, entry.Version.ETag), cancellation);
        return state is null ? Problem(404, "NotYet", "It has no result yet; ask again.") : Results.Json(context.User.IsInRole(Roles.Reviewer) ? state : WithoutScores(state));
    }

    private static async Task<IResult> HeatMapAsync(string scope, string hash, string model, Stores stores, CancellationToken cancellation)
    {
        try
        {
            return await stores.HeatMaps.ReadAsync(new Scope(scope), ContentHash.Parse(hash), new(model), cancellation) is { } png
                ? Results.Bytes(png.ToArray(), "image/png")
                : Problem(404, "NotFound", "There is no heat map: nothing was found, or it was not scanned by this model.");
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException)
        {
            return Problem(400, "BadRequest", wrong.Message);
        }
    }

    private static async Task<IResult> RequestAsync(ScanTarget target, ScanFlow flow, CancellationToken cancellation)
    {
        var outcome = await flow.ScanAsync(new ScanRequest(target.Container, target.Blob, null, null), cancellation);
        return outcome switch
        {
            FlowOutcome.UnknownSource => Problem(400, nameof(FlowOutcome.UnknownSource), "No such container with uploads, or the name cannot be one."),
            FlowOutcome.Gone => Problem(404, nameof(FlowOutcome.Gone), "Nothing lies there."),
            FlowOutcome.Erased => Problem(410, nameof(FlowOutcome.Erased), "The content was erased."),
            _ => Results.Json(new { outcome = outcome.ToString() }, statusCode: 202),
        };
    }

    private static async Task<IResult> ScanAsync(HttpContext context, CurrentModel models, CancellationToken cancellation)
    {
        using var memory = new MemoryStream();
        var buffer = new byte[81920];
        for (int read; (read = await context.Request.Body.ReadAsync(buffer, cancellation)) > 0;)
        {
            if (memory.Length + read > MaxBody)
                return Problem(413, "TooManyBytes", $"The body has more than {MaxBody} bytes.");
            memory.Write(buffer, 0, read);
        }

        using var lease = await models.LeaseAsync(cancellation);
        var scan = await Task.Run(() => lease.Scanner.Scan(memory.ToArray(), cancellation: cancellation), cancellation);
        return Results.Json(ScanAnswer.Of(scan, context.User.IsInRole(Roles.Reviewer)));
    }

    private static UploadState WithoutScores(UploadState state) => state with { Score = null, Probability = null, Threshold = null, Reason = null };

    private static IResult Problem(int status, string code, string sentence) => Results.Json(new { code, message = sentence }, statusCode: status);
}
