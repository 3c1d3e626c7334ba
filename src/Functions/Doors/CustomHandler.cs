using System.Text.Json;

namespace StayPositive.Functions.Doors;

/// <summary>
/// The Azure Functions custom handler: the host posts invocations to <c>/{FunctionName}</c> on the loopback. The routes exist only when the host has set its port. An answer is always JSON: an empty 200
/// would hang until the function's timeout. What is not a 200 is tried again by the host, and ends in the poison queue.
/// </summary>
internal static partial class CustomHandler
{
    public const string PortVariable = "FUNCTIONS_CUSTOMHANDLER_PORT";

    private const string Answer = """{"Outputs":{},"Logs":[],"ReturnValue":null}""";

    public static void MapCustomHandler(this WebApplication app)
    {
        app.MapGet("/", () => Results.Text("ready"));
        app.MapPost($"/{Triggers.ScanUpload}", (HttpContext context, Invocations invocations, ILogger<Invocations> log) => InvokeAsync(context, log, HostPayload.OfBlob, invocations.ScanAsync));
        app.MapPost($"/{Triggers.ScanRequest}", (HttpContext context, Invocations invocations, ILogger<Invocations> log) => InvokeAsync(context, log, HostPayload.OfQueue, invocations.RequestAsync));
        app.MapPost($"/{Triggers.Sweep}", (HttpContext context, Invocations invocations, ILogger<Invocations> log) => InvokeAsync(context, log, _ => Triggers.SweepTime, invocations.TickAsync));
    }

    /// <param name="context">The invocation.</param>
    /// <param name="log">Told of what fails.</param>
    /// <param name="parse">What the host's JSON asks for; a <see cref="FormatException"/> refuses it for good.</param>
    /// <param name="work">Does it; whatever it throws, the host tries again.</param>
    internal static async Task<IResult> InvokeAsync<T>(HttpContext context, ILogger log, Func<JsonElement, T> parse, Func<T, CancellationToken, Task> work)
    {
        try
        {
            T asked;
            try
            {
                using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
                asked = parse(body.RootElement);
            }
            catch (Exception wrong) when (wrong is FormatException or JsonException)
            {
                // Trying again does not help: the message is refused for good, and said so.
                Refused(log, wrong.Message);
                return Results.Text(Answer, "application/json");
            }

            await work(asked, context.RequestAborted);
            return Results.Text(Answer, "application/json");
        }
#pragma warning disable CA1031 // the host tries again, and then poisons
        catch (Exception fault) when (!context.RequestAborted.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Failed(log, fault);
            return Results.Text("""{"error":"the invocation failed; see the log"}""", "application/json", statusCode: 500);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "BadRequest: an invocation was refused: {Why}")]
    private static partial void Refused(ILogger log, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "An invocation failed; the host tries again")]
    private static partial void Failed(ILogger log, Exception fault);
}
