using CsCheck;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Review;
using StayPositive.Storage.Tests.Keys;
using StayPositive.Storage.Tests.States;

namespace StayPositive.Storage.Tests.Review;

public sealed class PendingStoreTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Times in clusters: many in a second, long gaps, the same millisecond.</summary>
    private static readonly Gen<PendingItem> Item = Gen.Select(
        Gen.OneOf(Gen.Long[0, 2000], Gen.Long[86_400_000, 86_400_100], Gen.Long[0, 40_000_000_000]), Gen.Enum<PendingBucket>(), Gen.Enum<Decision>(), Gen.Int[0, ScoreBucket.Count - 1], Gen.OneOf(Gen.Const("default-1"), NameGen.Short), Gen.Byte)
        .Select((after, bucket, decision, score, policy, content) => new PendingItem(bucket, Start.AddMilliseconds(after), decision, score, policy, ContentHash.Of([content])));

    [Fact]
    public void Every_filter_is_in_the_key() => Item.Sample(item =>
    {
        var back = PendingItem.Parse(World.Scope, item.Key(World.Scope));
        Assert.Equal(item with { Policy = back.Policy }, back);
        Assert.True(back.Policy == item.Policy || back.Policy.Contains("~~", StringComparison.Ordinal)); // only a very long one is hashed
    });

    [Fact]
    public void An_item_of_a_listing_has_the_key_that_was_listed_however_long_its_policy() => Item.Sample(item =>
    {
        var key = (item with { Policy = item.Policy + new string('\u00e9', 60) }).Key(World.Scope);
        Assert.Equal(key, PendingItem.Parse(World.Scope, key).Key(World.Scope));
    });

    [Fact]
    public void Both_orders_hold_all_that_was_asked_for_and_go_on_behind_any_place() =>
        Gen.Select(Item.Array[0, 25], Gen.Bool, Gen.Int[0, 19], Gen.Int[0, 19], Gen.Int[-1, 400]).Sample((items, highest, low, high, days) => Run(async store =>
        {
            foreach (var item in items)
                await store.AddAsync(World.Scope, item, default);
            foreach (var bucket in Enum.GetValues<PendingBucket>())
            {
                var from = DateOnly.FromDateTime(Start.UtcDateTime).AddDays(days);
                var query = new PendingQuery(bucket, highest) { MinScore = Math.Min(low, high), MaxScore = Math.Max(low, high), From = days < 0 ? null : from, To = days < 0 ? null : from.AddDays(300) };
                var wanted = items.Where(item => item.Bucket == bucket && item.Score >= query.MinScore && item.Score <= query.MaxScore)
                    .Where(item => days < 0 || (DateOnly.FromDateTime(item.At.UtcDateTime) is var day && day >= query.From && day <= query.To))
                    .DistinctBy(item => item.Key(World.Scope));
                var expected = (highest ? wanted.OrderByDescending(item => item.Score).ThenBy(item => item.Rest, StringComparer.Ordinal) : wanted.OrderBy(item => item.Rest, StringComparer.Ordinal).ThenBy(item => item.Score))
                    .Select(item => item.Key(World.Scope)).ToArray();
                var listed = await store.ListAsync(World.Scope, query, null, default).ToListAsync();
                Assert.Equal(expected, listed.Select(item => item.Key(World.Scope)));
                foreach (var item in listed)
                {
                    var behind = listed.Where(other => highest ? other.Score < item.Score || (other.Score == item.Score && other.At > item.At) : other.At > item.At);
                    Assert.Equal(behind, await store.ListAsync(World.Scope, query, new PendingPosition(item.At, item.Score), default).ToListAsync());
                }
            }
        }), iter: 12, threads: 1);

    [Fact]
    public void The_score_bucket_does_not_depend_on_the_prevalence() => Gen.Select(Gen.Double[-12, 12], Gen.Double[0.001, 0.5], Gen.Double[0.001, 0.5]).Sample((logit, one, other) =>
    {
        static double At(double logit, double prevalence) => 1 / (1 + Math.Exp(-(logit + Math.Log(prevalence / (1 - prevalence)))));
        var exact = At(logit, 0.5) * ScoreBucket.Count;
        if (Math.Abs(exact - Math.Round(exact)) > 1e-6)
            Assert.Equal(((int)exact, (int)exact), (ScoreBucket.Of(At(logit, one), one), ScoreBucket.Of(At(logit, other), other)));
    });

    [Fact]
    public async Task An_item_is_removed_once()
    {
        using var world = new World();
        var store = new PendingStore(world.Results);
        var item = new PendingItem(PendingBucket.Audit, Start, Decision.NoFindings, 3, "default-1", ContentHash.Of("a"u8));
        await store.AddAsync(World.Scope, item, TestContext.Current.CancellationToken);
        await store.AddAsync(World.Scope, item, TestContext.Current.CancellationToken);
        Assert.True(await store.RemoveAsync(World.Scope, item, TestContext.Current.CancellationToken));
        Assert.False(await store.RemoveAsync(World.Scope, item, TestContext.Current.CancellationToken));
    }

    private static void Run(Func<PendingStore, Task> test)
    {
        using var world = new World();
        test(new PendingStore(world.Results)).GetAwaiter().GetResult();
    }
}
