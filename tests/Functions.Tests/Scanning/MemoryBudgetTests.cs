using StayPositive.Functions.Scanning;

namespace StayPositive.Functions.Tests.Scanning;

public sealed class MemoryBudgetTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_taken_together_never_exceeds_the_budget_and_all_of_it_comes_back()
    {
        var budget = new MemoryBudget(100);
        var random = new Random(1);
        var needs = Enumerable.Range(0, 300).Select(_ => (long)random.Next(1, 160)).ToArray();
        long held = 0, most = 0;

        await Parallel.ForEachAsync(needs, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Token }, async (need, cancellation) =>
        {
            using var part = await budget.TakeAsync(need, cancellation);
            var now = Interlocked.Add(ref held, Math.Min(need, 100));
            InterlockedMax(ref most, now);
            await Task.Delay(1, cancellation);
            Interlocked.Add(ref held, -Math.Min(need, 100));
        });

        Assert.InRange(most, 1, 100);
        Assert.Equal(100, budget.Free);
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_nothing_and_lets_the_next_one_through()
    {
        var budget = new MemoryBudget(100);
        var first = await budget.TakeAsync(60, Token);
        using var cancel = new CancellationTokenSource();
        var large = budget.TakeAsync(90, cancel.Token);
        var small = budget.TakeAsync(30, Token);

        Assert.False(small.IsCompleted); // behind the large one
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        (await small).Dispose();
        first.Dispose();

        Assert.Equal(100, budget.Free);
    }

    private static void InterlockedMax(ref long target, long value)
    {
        for (var seen = Volatile.Read(ref target); value > seen; seen = Volatile.Read(ref target))
            if (Interlocked.CompareExchange(ref target, value, seen) == seen)
                return;
    }
}
