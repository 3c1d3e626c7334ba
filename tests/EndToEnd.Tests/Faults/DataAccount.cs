using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using StayPositive.Storage.Erasure;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Measurements;
using StayPositive.Storage.Objects;
using StayPositive.Storage.States;
using StayPositive.Storage.Uploads;

namespace StayPositive.EndToEnd.Tests.Faults;

/// <summary>An account of the emulator, filled and read past the faults.</summary>
internal sealed class DataAccount : IData
{
    private readonly BlobContainerClient uploads;
    private readonly QueueClient results;

    public DataAccount(string connectionString, string container)
    {
        var service = new BlobServiceClient(connectionString, new BlobClientOptions { TrimBlobNameSlashes = false });
        uploads = service.GetBlobContainerClient(container);
        results = new QueueClient(connectionString, "scan-results");
        (Tenant, Uploads, Results) = (new Scope(container), new AzureUploads(service), new AzureObjectStore(service.GetBlobContainerClient("sp-results")));
        States = new StateStore(Results, new RefStore(Results), new Tombstones(Results, new byte[Tombstones.MinKeyBytes]), TimeProvider.System); // only read: the key is not used
    }

    public Scope Tenant { get; }

    public IUploads Uploads { get; }

    public StateStore States { get; }

    public IObjectStore Results { get; }

    /// <summary>Messages that were sent more than once.</summary>
    public int Repeats { get; private set; }

    public async Task<Uri> UploadAsync(string name, byte[] content, CancellationToken cancellation)
    {
        var blob = uploads.GetBlobClient(name);
        await blob.UploadAsync(BinaryData.FromBytes(content), overwrite: true, cancellation);
        return blob.Uri;
    }

    public async Task<IReadOnlyList<UploadEntry>> CurrentAsync(CancellationToken cancellation) => await Uploads.ListAsync(uploads.Name, "", null, cancellation).ToListAsync(cancellation);

    public async Task<byte[]> ContentAsync(string name, CancellationToken cancellation) => (await uploads.GetBlobClient(name).DownloadContentAsync(cancellation)).Value.Content.ToArray();

    /// <summary>Takes them out of the queue.</summary>
    public async Task<IReadOnlyDictionary<Guid, JsonElement>> MessagesAsync(CancellationToken cancellation)
    {
        var all = new Dictionary<Guid, JsonElement>();
        while ((await results.ReceiveMessagesAsync(32, TimeSpan.FromMinutes(10), cancellation)).Value is { Length: > 0 } page)
            foreach (var message in page)
            {
                var body = JsonDocument.Parse(message.MessageText).RootElement;
                var id = body.GetProperty("id").GetGuid();
                if (all.TryAdd(id, body))
                    continue;
                Repeats++;
                Assert.Equal(all[id].GetRawText(), message.MessageText);
            }

        return all;
    }

    public async Task<bool> IsFinishedAsync(CancellationToken cancellation)
    {
        foreach (var upload in await CurrentAsync(cancellation))
            if (await States.ReadAsync(StateKey.Of(Tenant, upload.Version.Name.Name, upload.Version.ETag), cancellation) is not { Open.Count: 0 })
                return false;
        await foreach (var key in States.ListOpenAsync(Tenant, cancellation))
            if (await States.ReadAsync(key, cancellation) is not null)
                return false;
        return true;
    }
}
