using System.Text.Json;
using StayPositive.Functions.Scanning;
using StayPositive.Storage.Models;

namespace StayPositive.Functions.Web;

/// <summary>Turns what goes wrong into problems: refused bodies, no model, bugs, and statuses without a body. Nothing of a fault is told but its kind; the log has the rest.</summary>
internal sealed partial class ProblemAnswers(RequestDelegate next, ILogger<ProblemAnswers> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
                await Problems.Of(context.Response.StatusCode).ExecuteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer any more.
        }
        catch (BadHttpRequestException refused) when (!context.Response.HasStarted)
        {
            await Refusal(refused).ExecuteAsync(context);
        }
        catch (ModelUnavailableException) when (!context.Response.HasStarted)
        {
            context.Response.Headers.RetryAfter = "5";
            await Problems.Of(503, "NoModel", "There is no model to scan with; GET /api/health says why.").ExecuteAsync(context);
        }
        catch (IOException full) when (DiskFull.Is(full) && !context.Response.HasStarted)
        {
            await Problems.Of(507, "DiskFull", "There is no room on the server's disk; nothing was lost. Ask again when there is.").ExecuteAsync(context);
        }
#pragma warning disable CA1031 // a bug is answered, and logged
        catch (Exception fault) when (!context.Response.HasStarted)
#pragma warning restore CA1031
        {
            Failed(fault, context.Request.Method, Safe.Text(context.GetEndpoint()?.DisplayName ?? "-"));
            await Problems.Of(500, "Failed", "The request failed; the log of the server says why.").ExecuteAsync(context);
        }
    }

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Refusal(BadHttpRequestException refused) => refused switch
    {
        { InnerException: JsonException wrong } => Problems.Of(400, Problems.BadRequest, $"The body is not the JSON that is asked for here: see '{wrong.Path ?? "$"}', line {(wrong.LineNumber ?? 0) + 1}."),
        { StatusCode: 400 } => Problems.Of(400, Problems.BadRequest, refused.Message),
        _ => Problems.Of(refused.StatusCode),
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "A request failed: {Method} {Endpoint}")]
    private partial void Failed(Exception fault, string method, string endpoint);
}
