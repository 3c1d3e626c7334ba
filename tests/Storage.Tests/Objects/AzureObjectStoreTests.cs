using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using StayPositive.Storage.Objects;
using StayPositive.Tests;

[assembly: AssemblyFixture(typeof(Azurite))]

namespace StayPositive.Storage.Tests.Objects;

public sealed class AzureObjectStoreTests(Azurite azurite) : ObjectStoreContract
{
    protected override int Laws => 10;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_listing_of_many_pages_is_one_listing()
    {
        var store = new AzureObjectStore(await NewContainerAsync()) { PageSize = 3 };
        var keys = Enumerable.Range(10, 11).Select(i => $"page/{i}").ToArray();
        foreach (var key in keys)
            await store.WriteAsync(new ObjectKey(key), default, WriteCondition.None, Cancellation);
        Assert.Equal(keys[2..], await store.ListAsync("page/", new ObjectKey("page/11"), Cancellation).Select(entry => entry.Key.Value).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_write_whose_answer_is_lost_is_known_as_our_own()
    {
        var container = await NewContainerAsync();
        var store = new AzureObjectStore(container);
        var unlucky = new AzureObjectStore(await ContainerAsync(container.Name, new LostAnswer()));
        var first = await unlucky.WriteAsync(new ObjectKey("k"), "1"u8.ToArray(), WriteCondition.IfAbsent, Cancellation);
        Assert.Equal((await store.ReadAsync(new ObjectKey("k"), Cancellation))!.ETag, first);
        Assert.Null(await store.WriteAsync(new ObjectKey("k"), "1"u8.ToArray(), WriteCondition.IfAbsent, Cancellation));

        unlucky = new AzureObjectStore(await ContainerAsync(container.Name, new LostAnswer()));
        var second = await unlucky.WriteAsync(new ObjectKey("k"), "2"u8.ToArray(), WriteCondition.IfMatch(first!), Cancellation);
        Assert.Equal((await store.ReadAsync(new ObjectKey("k"), Cancellation))!.ETag, second);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task A_missing_container_is_a_fault_not_an_empty_store()
    {
        var store = new AzureObjectStore(await ContainerAsync("missing", null));
        await Assert.ThrowsAsync<RequestFailedException>(() => store.ReadAsync(new ObjectKey("k"), Cancellation));
        await Assert.ThrowsAsync<RequestFailedException>(() => store.WriteAsync(new ObjectKey("k"), default, WriteCondition.IfAbsent, Cancellation));
        await Assert.ThrowsAsync<RequestFailedException>(() => store.DeleteAsync(new ObjectKey("k"), null, Cancellation));
    }

    [Fact]
    public async Task Blobs_that_are_no_objects_are_not_listed()
    {
        var container = await NewContainerAsync();
        await container.UploadBlobAsync("with space", BinaryData.FromString("x"), Cancellation);
        Assert.Empty(await new AzureObjectStore(container).ListAsync("", null, Cancellation).ToListAsync(Cancellation));
    }

    protected override async Task<IObjectStore> NewStoreAsync() => new AzureObjectStore(await NewContainerAsync());

    private async Task<BlobContainerClient> NewContainerAsync()
    {
        var container = await ContainerAsync($"t{Guid.NewGuid():n}", null);
        await container.CreateAsync(cancellationToken: Cancellation);
        return container;
    }

    private async Task<BlobContainerClient> ContainerAsync(string name, HttpPipelinePolicy? wire)
    {
        var options = new BlobClientOptions();
        if (wire is not null)
            options.AddPolicy(wire, HttpPipelinePosition.PerRetry);
        return new BlobContainerClient(await azurite.ConnectionStringAsync(), name, options);
    }
}
