using System.Collections.Concurrent;
using System.Net;
using Azure.Core;
using Azure.Storage.Blobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace StayPositive.Functions.Tests.Accounts;

/// <summary>An account with one blob, on the wire, for what the emulator does not know: the archive tier, hierarchical namespaces, accounts that tell nothing of themselves.</summary>
internal sealed class BlobStub : IAsyncDisposable
{
    public const string Account = "stubaccount";
    private const string NoTags = """<?xml version="1.0" encoding="utf-8"?><Tags><TagSet></TagSet></Tags>""";

    private readonly WebApplication app;

    private BlobStub(WebApplication app) => this.app = app;

    /// <summary>The blob.</summary>
    public byte[] Content { get; init; } = [];

    public bool IsArchived { get; init; }

    /// <summary>Hierarchical namespaces; null = the caller may not ask.</summary>
    public bool? IsHierarchical { get; init; } = false;

    /// <summary>Method and query of all requests.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>As they were set.</summary>
    public string Tags { get; private set; } = NoTags;

    public BlobServiceClient Client => new(
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Convert.ToBase64String(new byte[64])};BlobEndpoint={app.Urls.Single()}/{Account};",
        new BlobClientOptions { TrimBlobNameSlashes = false, Retry = { MaxRetries = 0, Mode = RetryMode.Fixed } });

    public static async Task<BlobStub> StartAsync(byte[]? content = null, bool isArchived = false, bool? isHierarchical = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var stub = new BlobStub(builder.Build()) { Content = content ?? [1, 2, 3], IsArchived = isArchived, IsHierarchical = isHierarchical };
        stub.app.Run(stub.AnswerAsync);
        await stub.app.StartAsync();
        return stub;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var what = (string?)request.Query["comp"];
        Requests.Enqueue($"{request.Method} {what}".TrimEnd());
        switch (request.Method, what)
        {
            case ("GET", "properties") when IsHierarchical is { } hierarchical:
                response.Headers["x-ms-sku-name"] = "Standard_LRS";
                response.Headers["x-ms-account-kind"] = "StorageV2";
                response.Headers["x-ms-is-hns-enabled"] = hierarchical ? "true" : "false";
                break;
            case ("GET", "properties"):
                await RefuseAsync(response, HttpStatusCode.Forbidden, "AuthorizationPermissionMismatch");
                break;
            case ("GET", "tags"):
                response.ContentType = "application/xml";
                await response.WriteAsync(Tags);
                break;
            case ("PUT", "tags"):
                using (var reader = new StreamReader(request.Body))
                    Tags = await reader.ReadToEndAsync();
                response.StatusCode = (int)HttpStatusCode.NoContent;
                break;
            case ("GET", "list"):
                response.ContentType = "application/xml";
                await response.WriteAsync(Listing(((string?)request.Query["include"])?.Contains("metadata", StringComparison.OrdinalIgnoreCase) == true));
                break;
            case ("GET", null) when IsArchived:
                await RefuseAsync(response, HttpStatusCode.Conflict, "BlobArchived");
                break;
            default:
                response.Headers.ETag = "\"0x8DE000000000001\"";
                response.Headers.LastModified = "Tue, 24 Nov 2026 10:00:00 GMT";
                response.Headers["x-ms-blob-type"] = "BlockBlob";
                response.Headers["x-ms-access-tier"] = IsArchived ? "Archive" : "Hot";
                response.ContentLength = Content.Length;
                if (request.Method == "GET")
                    await response.Body.WriteAsync(Content);
                break;
        }
    }

    /// <summary>A folder and an object in it, as hierarchical namespaces list them.</summary>
    private static string Listing(bool withMetadata)
    {
        string Blob(string name, int length, string metadata) =>
            $"<Blob><Name>{name}</Name><Properties><Last-Modified>Tue, 24 Nov 2026 10:00:00 GMT</Last-Modified><Etag>0x8DE1</Etag><Content-Length>{length}</Content-Length><BlobType>BlockBlob</BlobType></Properties>{(withMetadata ? metadata : "")}</Blob>";
        return $"""<?xml version="1.0" encoding="utf-8"?><EnumerationResults ContainerName="sp-results"><Blobs>{Blob("uploads/states/a", 0, "<Metadata><hdi_isfolder>true</hdi_isfolder></Metadata>")}{Blob("uploads/states/a/1", 7, "<Metadata><writer>w</writer></Metadata>")}</Blobs><NextMarker /></EnumerationResults>""";
    }

    private static Task RefuseAsync(HttpResponse response, HttpStatusCode status, string code)
    {
        response.StatusCode = (int)status;
        response.Headers["x-ms-error-code"] = code;
        response.ContentType = "application/xml";
        return response.WriteAsync($"""<?xml version="1.0" encoding="utf-8"?><Error><Code>{code}</Code><Message>stub</Message></Error>""");
    }
}
