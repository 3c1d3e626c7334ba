using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Review;
using StayPositive.Storage.Tests.States;

namespace StayPositive.Storage.Tests.Review;

public sealed class LabelStoreTests
{
    private static readonly ContentHash Hash = ContentHash.Of("content"u8);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_newest_label_is_the_override_until_the_content_is_reopened()
    {
        using var world = new World();
        var store = new LabelStore(world.Results);
        Assert.Null(await store.NewestAsync(World.Scope, Hash, Cancellation));
        Assert.True((await store.AddAsync(World.Scope, Hash, 0, By("ann", Ruling.AiGenerated), Cancellation)).Taken);
        Assert.Equal(Decision.AiGenerated, (await store.NewestAsync(World.Scope, Hash, Cancellation))!.Override);
        Assert.True((await store.AddAsync(World.Scope, Hash, 1, By("ben", Ruling.NoFindings), Cancellation)).Taken);
        Assert.Equal(Decision.NoFindings, (await store.NewestAsync(World.Scope, Hash, Cancellation))!.Override);
        Assert.True((await store.AddAsync(World.Scope, Hash, 2, By("ann", Ruling.Reopened), Cancellation)).Taken);
        Assert.Null((await store.NewestAsync(World.Scope, Hash, Cancellation))!.Override);
        Assert.Equal([1, 2, 3], (await store.ReadAsync(World.Scope, Hash, Cancellation)).Select(label => label.Number));
        Assert.Null(await store.NewestAsync(new Scope("other"), Hash, Cancellation));
    }

    [Fact]
    public async Task A_decision_on_what_is_no_longer_so_is_refused()
    {
        using var world = new World();
        var store = new LabelStore(world.Results);
        await store.AddAsync(World.Scope, Hash, 0, By("ann", Ruling.AiGenerated), Cancellation);
        var stale = await store.AddAsync(World.Scope, Hash, 0, By("ben", Ruling.NoFindings), Cancellation);
        Assert.False(stale.Taken);
        Assert.Equal("ann", stale.Newest.Reviewer);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.AddAsync(World.Scope, Hash, 2, By("ben", Ruling.NoFindings), Cancellation));
    }

    [Fact]
    public async Task The_same_decision_sent_twice_is_taken_once()
    {
        using var world = new World();
        var store = new LabelStore(world.Results);
        await store.AddAsync(World.Scope, Hash, 0, By("ann", Ruling.AiGenerated), Cancellation);
        await store.AddAsync(World.Scope, Hash, 1, By("ben", Ruling.Inpainted), Cancellation);
        var again = await store.AddAsync(World.Scope, Hash, 0, By("ann", Ruling.AiGenerated), Cancellation);
        Assert.True(again.Taken);
        Assert.Equal("ben", again.Newest.Reviewer);
        Assert.Equal(2, (await store.ReadAsync(World.Scope, Hash, Cancellation)).Count);
    }

    [Fact]
    public async Task Of_many_reviewers_at_once_one_is_taken()
    {
        using var world = new World();
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(n => Task.Run(
            () => new LabelStore(world.Results).AddAsync(World.Scope, Hash, 0, By($"reviewer {n}", Ruling.NoFindings), Cancellation), Cancellation)));
        var winner = Assert.Single(answers, answer => answer.Taken);
        Assert.All(answers, answer => Assert.Equal(winner.Newest, answer.Newest));
    }

    private static Label By(string reviewer, Ruling ruling) => new(0, ruling, reviewer, DateTimeOffset.UnixEpoch, false, null);
}
