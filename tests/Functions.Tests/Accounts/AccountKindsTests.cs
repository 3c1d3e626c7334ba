using StayPositive.Detector.Verdicts;
using StayPositive.Functions.Scanning;
using StayPositive.Functions.Tests.Scanning;
using StayPositive.Functions.Wiring;
using StayPositive.Storage.Objects;
using StayPositive.Storage.Uploads;

namespace StayPositive.Functions.Tests.Accounts;

public sealed class AccountKindsTests
{
    [Fact]
    public async Task An_archived_blob_has_a_state_that_says_so_and_tags_and_a_message_and_is_asked_for_once()
    {
        await using var stub = await BlobStub.StartAsync(isArchived: true);
        await using var world = await WorldAsync(stub);

        Assert.Equal(FlowOutcome.Scanned, await world.ScanAsync("old.jpg"));

        var state = (await world.StateAsync("old.jpg"))!;
        Assert.Equal((Decision.NotScanned, ResultCode.Archived, 0, null), (state.Decision, state.Code, state.Open.Count, state.Hash));
        Assert.Contains("<Key>Stay Positive verdict</Key><Value>NotScanned</Value>", stub.Tags, StringComparison.Ordinal);
        Assert.Single(world.Messages());
        Assert.Equal(FlowOutcome.Known, await world.ScanAsync("old.jpg"));
        Assert.Equal(1, stub.Requests.Count(request => request == "GET"));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(null, true)] // who may not ask finds out with the first tags
    public async Task Whether_an_account_has_index_tags_is_asked_at_the_start(bool? isHierarchical, bool expected)
    {
        await using var stub = await BlobStub.StartAsync(isHierarchical: isHierarchical);

        Assert.Equal(expected, await StorageWiring.HasIndexTagsAsync(stub.Client, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Nothing_is_written_to_a_blob_of_a_hierarchical_namespace_and_its_state_and_message_are_the_result()
    {
        await using var stub = await BlobStub.StartAsync(FlowWorld.Sample(ScanFlowTests.Photo), isHierarchical: true);
        await using var world = await WorldAsync(stub);
        world.Get<AccountTraits>().HasIndexTags = false;

        await world.ScanAsync("a.jpg");

        Assert.Equal((ResultCode.Scanned, 0), ((await world.StateAsync("a.jpg"))!.Code, (await world.StateAsync("a.jpg"))!.Open.Count));
        Assert.Single(world.Messages());
        Assert.All(stub.Requests, request => Assert.True(request is "HEAD" or "GET", request));
    }

    [Fact]
    public async Task A_folder_that_a_hierarchical_namespace_lists_is_no_object()
    {
        await using var stub = await BlobStub.StartAsync(isHierarchical: true);
        var store = new AzureObjectStore(stub.Client.GetBlobContainerClient("sp-results"));

        Assert.Equal(["uploads/states/a/1"], await store.ListAsync("uploads/states/", null, TestContext.Current.CancellationToken).Select(entry => entry.Key.Value).ToListAsync(TestContext.Current.CancellationToken));
    }

    private static Task<FlowWorld> WorldAsync(BlobStub stub) => FlowWorld.StartAsync(stores: stores => stores with { Account = BlobStub.Account, Uploads = new AzureUploads(stub.Client) });
}
