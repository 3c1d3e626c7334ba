using Azure.Storage.Blobs;
using StayPositive.Storage.Objects;
using StayPositive.Tests;

[assembly: AssemblyFixture(typeof(Azurite))]

namespace StayPositive.Storage.Tests.Objects;

public sealed class AzureObjectStoreTests(Azurite azurite) : ObjectStoreContract
{
    protected override int Laws => 15;

    [Fact]
    public async Task A_listing_of_many_pages_is_one_listing()
    {
        var store = await NewStoreAsync();
        var keys = Enumerable.Range(0, 5_100).Select(i => $"page/{i:D5}").ToArray();
        await Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = TestContext.Current.CancellationToken },
            async (key, cancellation) => await store.WriteAsync(new ObjectKey(key), default, WriteCondition.None, cancellation));
        var listed = new List<string>();
        await foreach (var entry in store.ListAsync("page/", new ObjectKey("page/00001"), TestContext.Current.CancellationToken))
            listed.Add(entry.Key.Value);
        Assert.Equal(keys[2..], listed);
    }

    [Fact]
    public async Task Blobs_that_are_no_objects_are_not_listed()
    {
        var container = await NewContainerAsync();
        await container.UploadBlobAsync("with space", BinaryData.FromString("x"), TestContext.Current.CancellationToken);
        Assert.Empty(await new AzureObjectStore(container).ListAsync("", null, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
    }

    protected override async Task<IObjectStore> NewStoreAsync() => new AzureObjectStore(await NewContainerAsync());

    private async Task<BlobContainerClient> NewContainerAsync()
    {
        var container = new BlobContainerClient(await azurite.ConnectionStringAsync(), $"t{Guid.NewGuid():n}");
        await container.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
        return container;
    }
}
