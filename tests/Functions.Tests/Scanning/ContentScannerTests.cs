using StayPositive.Functions.Scanning;
using StayPositive.Storage.Models;

namespace StayPositive.Functions.Tests.Scanning;

public sealed class ContentScannerTests
{
    private static readonly byte[] Photo = FlowWorld.Sample(ScanFlowTests.Photo);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_scan_takes_the_memory_that_its_header_asks_for_and_no_more()
    {
        await using var world = await FlowWorld.StartAsync();
        var (scanner, memory) = (world.Get<ContentScanner>(), world.Get<MemoryBudget>());
        using var lease = await world.Get<CurrentModel>().LeaseAsync(Token);
        var (all, need) = (memory.Free, lease.Scanner.MemoryFor(Photo));
        Assert.InRange(need, 1, 180_000_000); // an estimate by the length alone was above

        using (await memory.TakeAsync(all - need, Token))
        using (await scanner.EnterAsync(Photo, lease, "uploads", Token))
            Assert.Equal(0, memory.Free);
        Assert.Equal(all, memory.Free);

        using (await memory.TakeAsync(all - need + 1, Token))
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scanner.EnterAsync(Photo, lease, "uploads", patience.Token));
        }
    }

    [Fact]
    public async Task Who_gives_up_waiting_for_its_turn_gives_its_memory_back()
    {
        await using var world = await FlowWorld.StartAsync(options => options.Concurrency = 1);
        var (scanner, memory) = (world.Get<ContentScanner>(), world.Get<MemoryBudget>());
        using var lease = await world.Get<CurrentModel>().LeaseAsync(Token);
        var all = memory.Free;
        var first = await scanner.EnterAsync(Photo, lease, "uploads", Token);
        var taken = memory.Free;
        using (var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200)))
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scanner.EnterAsync(Photo, lease, "uploads", patience.Token));
        Assert.Equal(taken, memory.Free);

        first.Dispose();
        first.Dispose(); // once is enough
        using (await scanner.EnterAsync(Photo, lease, "uploads", Token))
            Assert.Equal(taken, memory.Free);
        Assert.Equal(all, memory.Free);
    }
}
