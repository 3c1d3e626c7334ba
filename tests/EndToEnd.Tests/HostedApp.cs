using System.Net;
using System.Text;
using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Queues;
using StayPositive.Storage.Erasure;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Measurements;
using StayPositive.Storage.Objects;
using StayPositive.Storage.States;
using StayPositive.Tests;

namespace StayPositive.EndToEnd.Tests;

/// <summary>The app as a custom handler over an account of the emulator, which the test reads with the Azure SDK.</summary>
internal sealed class HostedApp : IAsyncDisposable
{
    private const string Key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="; // 32 bytes, of no other use

    private readonly BlobServiceClient service;
    private readonly QueueClient results;
    private readonly StateStore states;

    private HostedApp(AppProcess process, BlobServiceClient service, QueueClient results, string container)
    {
        (Process, this.service, this.results, Container) = (process, service, results, container);
        var store = new AzureObjectStore(service.GetBlobContainerClient("sp-results"));
        states = new StateStore(store, new RefStore(store), new Tombstones(store, new byte[Tombstones.MinKeyBytes]), TimeProvider.System);
    }

    public AppProcess Process { get; }

    public string Container { get; }

    public static Task<HostedApp> StartAsync(Azurite azurite, CancellationToken cancellation) => StartAsync(azurite, AppProcess.AsCustomHandler, cancellation);

    public static async Task<HostedApp> StartAsync(Azurite azurite, Func<(string Name, string Value)[], AppProcess> start, CancellationToken cancellation)
    {
        var account = await azurite.ConnectionStringAsync();
        var container = "up-" + Guid.NewGuid().ToString("n");
        var process = start([
            ("Storage", account), ("Storage__TombstoneKey", Key), ("Storage__AuditKey", Key), ("UploadContainer", container)]);
        await process.AnswersAsync("/", cancellation);
        return new HostedApp(process, new BlobServiceClient(account), new QueueClient(account, "scan-results"), container);
    }

    /// <summary>Uploads a blob; its URI.</summary>
    public async Task<Uri> UploadAsync(string name, byte[] content, string? container = null)
    {
        var client = service.GetBlobContainerClient(container ?? Container);
        await client.CreateIfNotExistsAsync();
        var blob = client.GetBlobClient(name);
        await blob.UploadAsync(BinaryData.FromBytes(content), new BlobUploadOptions { Tags = new Dictionary<string, string> { ["foreign"] = "kept" } });
        return blob.Uri;
    }

    /// <summary>Posts an invocation as the host does.</summary>
    public async Task<(HttpStatusCode Status, string Body)> PostAsync(string function, string payload, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/" + function) { Content = new StringContent(payload, Encoding.UTF8, "application/json") };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.Add("X-Azure-Functions-InvocationId", Guid.NewGuid().ToString("D"));
        using var answer = await Process.Http.SendAsync(request, cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellation));
    }

    /// <summary>Posts an invocation that must succeed, in the host's sense: 200, and an object with the three members.</summary>
    public async Task SucceedAsync(string function, string payload, CancellationToken cancellation)
    {
        var (status, body) = await PostAsync(function, payload, cancellation);
        Assert.True(status == HttpStatusCode.OK, $"{function}: {status} {body}\n{Process.Log}");
        using var answer = JsonDocument.Parse(body);
        Assert.Equal(["Outputs", "Logs", "ReturnValue"], answer.RootElement.EnumerateObject().Select(member => member.Name));
    }

    /// <summary>The states of a blob, of all its ETags.</summary>
    public async Task<IReadOnlyList<UploadState>> StatesAsync(string name, CancellationToken cancellation, string? container = null)
    {
        var found = new List<UploadState>();
        await foreach (var key in states.ListOfAsync(new Scope(container ?? Container), BlobKey.Of(name), cancellation))
            found.Add((await states.ReadAsync(key, cancellation))!);
        return found;
    }

    public async Task<IDictionary<string, string>> TagsAsync(string name, CancellationToken cancellation) =>
        (await service.GetBlobContainerClient(Container).GetBlobClient(name).GetTagsAsync(cancellationToken: cancellation)).Value.Tags;

    public async Task<string> ETagAsync(string name, CancellationToken cancellation) =>
        (await service.GetBlobContainerClient(Container).GetBlobClient(name).GetPropertiesAsync(cancellationToken: cancellation)).Value.ETag.ToString().Trim('"');

    public async Task<bool> HasHeatMapAsync(UploadState state, CancellationToken cancellation) =>
        await service.GetBlobContainerClient("sp-results").GetBlobClient($"{new Scope(Container)}/heatmaps/{state.Hash}/{state.Model}.png").ExistsAsync(cancellation);

    /// <summary>Takes all messages that are in the queue.</summary>
    public async Task<IReadOnlyList<JsonElement>> TakeMessagesAsync(CancellationToken cancellation)
    {
        var all = new List<JsonElement>();
        while (true)
        {
            var page = (await results.ReceiveMessagesAsync(32, cancellationToken: cancellation)).Value;
            if (page.Length == 0)
                return all;
            foreach (var message in page)
            {
                all.Add(JsonDocument.Parse(message.MessageText).RootElement);
                await results.DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellation);
            }
        }
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
