using StayPositive.RetrainJob.Data;
using StayPositive.RetrainJob.Tests.Importing;
using StayPositive.Storage.Objects;

namespace StayPositive.RetrainJob.Tests.Data;

public sealed class SplitLedgerTests
{
    private static readonly string One = new('1', 32);
    private static readonly string Two = new('2', 32);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_newest_line_holds_and_the_first_one_gives_the_age()
    {
        using var folder = new TemporaryFolder();
        var ledger = new SplitLedger(new FolderObjectStore(folder.Path, TimeProvider.System));
        Assert.True(await ledger.AddAsync(0, [(One, DataSplit.Train), (Two, DataSplit.Holdout)], Cancellation));
        Assert.True(await ledger.AddAsync(1, [(One, DataSplit.Holdout)], Cancellation));
        var (known, newest) = await ledger.ReadAsync(Cancellation);
        Assert.Equal(2, newest);
        Assert.Equal((new SplitEntry(DataSplit.Holdout, 0), new SplitEntry(DataSplit.Holdout, 1)), (known[One], known[Two]));
    }

    [Fact]
    public async Task Of_two_runs_at_once_one_must_read_again()
    {
        using var folder = new TemporaryFolder();
        var ledger = new SplitLedger(new FolderObjectStore(folder.Path, TimeProvider.System));
        Assert.True(await ledger.AddAsync(0, [(One, DataSplit.Train)], Cancellation));
        Assert.False(await ledger.AddAsync(0, [(One, DataSplit.Holdout)], Cancellation));
        Assert.Equal(DataSplit.Train, (await ledger.ReadAsync(Cancellation)).Known[One].Split);
    }

    [Fact]
    public async Task A_golden_set_is_frozen_once()
    {
        using var folder = new TemporaryFolder();
        var golden = new GoldenSet(new FolderObjectStore(folder.Path, TimeProvider.System));
        Assert.Empty(await golden.ReadAsync(Cancellation));
        Assert.True(await golden.FreezeAsync([Two, One, One], Cancellation));
        Assert.False(await golden.FreezeAsync([One], Cancellation));
        Assert.Equal([One, Two], (await golden.ReadAsync(Cancellation)).Order());
    }
}
