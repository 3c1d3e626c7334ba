using StayPositive.Storage.Models;
using StayPositive.Storage.Objects;
using StayPositive.Storage.Shadows;

namespace StayPositive.Storage.Tests.Shadows;

public sealed class ShadowStoreTests : IDisposable
{
    private static readonly ModelTarget Champion = new("one", new string('1', 64));
    private static readonly ModelTarget Challenger = new("two", new string('2', 64));

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Counts_of_processes_add_up_and_a_process_that_writes_again_is_counted_once()
    {
        var store = new ShadowStore(new FolderObjectStore(folder.Path, TimeProvider.System));
        var (one, other) = (Guid.NewGuid(), Guid.NewGuid());
        var counts = ShadowCounts.None.Add(true, -0.5).Add(false, 1.5);
        await store.WriteAsync(Champion, Challenger, one, ShadowCounts.None.Add(true, -0.5), Cancellation);
        await store.WriteAsync(Champion, Challenger, one, counts, Cancellation);
        await store.WriteAsync(Champion, Challenger, other, counts, Cancellation);
        var read = await store.ReadAsync(Champion, Challenger, Cancellation);
        Assert.Equal(new ShadowCounts(4, 2, 4), read);
        Assert.Equal(1, read.MeanDifference);
    }

    [Fact]
    public async Task Another_pair_of_versions_begins_at_nothing()
    {
        var store = new ShadowStore(new FolderObjectStore(folder.Path, TimeProvider.System));
        await store.WriteAsync(Champion, Challenger, Guid.NewGuid(), new ShadowCounts(1, 1, 0), Cancellation);
        Assert.Equal(ShadowCounts.None, await store.ReadAsync(Challenger, Champion, Cancellation));
    }
}
