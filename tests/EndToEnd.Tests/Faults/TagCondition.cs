using Azure.Storage.Blobs;
using Microsoft.AspNetCore.Http;

namespace StayPositive.EndToEnd.Tests.Faults;

/// <summary>If-Match of Set Blob Tags, as the service holds it. The emulator takes the header and ignores it.</summary>
internal sealed class TagCondition(string connectionString) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private int held;
    private int refused;

    /// <summary>Tag writes with a condition, and how many of them were refused.</summary>
    public (int All, int Refused) Counts => (held, refused);

    /// <summary>The ETag that a tag write asks for; null for other calls.</summary>
    public static string? Of(HttpRequest request)
    {
        if (!HttpMethods.IsPut(request.Method) || request.Query["comp"] != "tags")
            return null;
        var etag = request.Headers.TryGetValue("x-ms-blob-if-match", out var own) ? own : request.Headers.IfMatch;
        return etag.Count == 1 ? etag[0] : throw new InvalidOperationException("A tag write came without the ETag that it belongs to.");
    }

    /// <summary>Nobody overwrites a blob while this is held.</summary>
    public async Task<IDisposable> HoldAsync(CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation);
        return new Held(gate);
    }

    /// <summary>True when the blob at a path <c>/{account}/{container}/{name}</c> has the ETag.</summary>
    public async Task<bool> HoldsAsync(PathString path, string etag, CancellationToken cancellation)
    {
        var parts = path.Value!.Split('/', 4);
        var blob = new BlobServiceClient(connectionString).GetBlobContainerClient(parts[2]).GetBlobClient(parts[3]);
        var now = await blob.ExistsAsync(cancellation) ? (await blob.GetPropertiesAsync(cancellationToken: cancellation)).Value.ETag.ToString() : null;
        Interlocked.Increment(ref held);
        if (now?.Trim('"') == etag.Trim('"')) // the service takes it with and without quotes
            return true;
        Interlocked.Increment(ref refused);
        return false;
    }

    public void Dispose() => gate.Dispose();

    private sealed class Held(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
