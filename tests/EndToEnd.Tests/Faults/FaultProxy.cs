using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace StayPositive.EndToEnd.Tests.Faults;

/// <summary>Stands between the app and one endpoint of the emulator. Calls are passed on byte by byte, as signatures cover them; faults happen by plan, and the condition of tag writes is held, which the emulator ignores.</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private static readonly string[] PerConnection = ["Connection", "Keep-Alive", "Transfer-Encoding", "Host"];

    private readonly WebApplication app;
    private readonly HttpClient upstream;
    private readonly Uri target;
    private readonly FaultPlan plan;
    private readonly TagCondition? tags;

    private FaultProxy(Uri target, FaultPlan plan, TagCondition? tags)
    {
        (this.target, this.plan, this.tags) = (target, plan, tags);
        upstream = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, AutomaticDecompression = DecompressionMethods.None });
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        app = builder.Build();
        app.Run(HandleAsync);
    }

    /// <summary>Where the app finds it; the path is the target's.</summary>
    public Uri Address => new(new Uri(app.Urls.Single()), target.AbsolutePath);

    public static async Task<FaultProxy> StartAsync(Uri target, FaultPlan plan, TagCondition? tags, CancellationToken cancellation)
    {
        var proxy = new FaultProxy(target, plan, tags);
        await proxy.app.StartAsync(cancellation);
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        upstream.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var (fault, delay) = plan.Next();
        var body = await ReadAsync(context);
        switch (fault)
        {
            case Fault.Dropped:
                context.Abort();
                return;
            case Fault.Failed:
                await RefuseAsync(context, HttpStatusCode.InternalServerError, "InternalError");
                return;
            case Fault.Busy:
                await RefuseAsync(context, HttpStatusCode.ServiceUnavailable, "ServerBusy");
                return;
            case Fault.Delayed:
                await Task.Delay(delay, context.RequestAborted);
                break;
        }

        if (tags is not null && TagCondition.Of(context.Request) is { } etag)
        {
            // Between the look at the ETag and the write nobody may overwrite the blob: the service does both at once.
            using (await tags.HoldAsync(context.RequestAborted))
            {
                if (await tags.HoldsAsync(context.Request.Path, etag, context.RequestAborted))
                    await PassAsync(context, body, fault);
                else
                    await RefuseAsync(context, HttpStatusCode.PreconditionFailed, "ConditionNotMet");
            }

            return;
        }

        await PassAsync(context, body, fault);
    }

    private async Task PassAsync(HttpContext context, byte[] body, Fault fault)
    {
        using var answer = await upstream.SendAsync(Request(context, body), context.RequestAborted);
        var content = await answer.Content.ReadAsByteArrayAsync(context.RequestAborted);
        if (fault == Fault.ReplyLost)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => !PerConnection.Contains(header.Key)))
            context.Response.Headers[name] = values.ToArray();
        if (!HttpMethods.IsHead(context.Request.Method) && content.Length > 0)
            await context.Response.Body.WriteAsync(content, context.RequestAborted);
    }

    private HttpRequestMessage Request(HttpContext context, byte[] body)
    {
        var raw = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var uri = new Uri($"{target.Scheme}://{target.Authority}{raw}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), uri);
        if (context.Request.ContentLength is not null)
            request.Content = new ByteArrayContent(body);
        foreach (var (name, values) in context.Request.Headers.Where(header => !PerConnection.Contains(header.Key)))
            if (!request.Headers.TryAddWithoutValidation(name, values.ToArray()))
                request.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
        return request;
    }

    private static async Task<byte[]> ReadAsync(HttpContext context)
    {
        using var memory = new MemoryStream();
        await context.Request.Body.CopyToAsync(memory, context.RequestAborted);
        return memory.ToArray();
    }

    private static async Task RefuseAsync(HttpContext context, HttpStatusCode status, string code)
    {
        context.Response.StatusCode = (int)status;
        context.Response.Headers["x-ms-error-code"] = code;
        context.Response.ContentType = "application/xml";
        await context.Response.WriteAsync($"<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>{code}</Code><Message>{code}</Message></Error>", context.RequestAborted);
    }
}
