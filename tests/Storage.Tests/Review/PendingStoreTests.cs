using CsCheck;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;
using StayPositive.Storage.Review;
using StayPositive.Storage.Tests.Keys;
using StayPositive.Storage.Tests.States;

namespace StayPositive.Storage.Tests.Review;

public sealed class PendingStoreTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Times in clusters: many in a second, long gaps, the same millisecond.</summary>
    private static readonly Gen<PendingItem> Item = Gen.Select(
        Gen.OneOf(Gen.Long[0, 2000], Gen.Long[86_400_000, 86_400_100], Gen.Long[0, 40_000_000_000]), Gen.Enum<PendingBucket>(), Gen.Enum<Decision>(), Gen.OneOf(Gen.Const("default-1"), NameGen.Short), Gen.Byte)
        .Select((after, bucket, decision, policy, content) => new PendingItem(bucket, Start.AddMilliseconds(after), decision, policy, ContentHash.Of([content])));

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
    public void Oldest_and_newest_first_are_one_order_and_its_reverse() => Gen.Select(Item.Array[0, 25], Gen.Int[1, 5]).Sample((items, page) => Run(async store =>
    {
        foreach (var item in items)
            await store.AddAsync(World.Scope, item, default);
        foreach (var bucket in Enum.GetValues<PendingBucket>())
        {
            var expected = items.Where(item => item.Bucket == bucket).Distinct().Select(item => item.Key(World.Scope).Value).Order(StringComparer.Ordinal).ToArray();
            var oldest = await store.OldestAsync(World.Scope, bucket, null, default).ToListAsync();
            Assert.Equal(expected, oldest.Select(item => item.Key(World.Scope).Value));
            var newest = await store.NewestAsync(World.Scope, bucket, null, page).ToListAsync();
            Assert.Equal(expected.Reverse(), newest.Select(item => item.Key(World.Scope).Value));
            if (newest.Count > 1)
            {
                var middle = newest[newest.Count / 2];
                Assert.Equal(newest.SkipWhile(item => item != middle).Skip(1), await store.NewestAsync(World.Scope, bucket, middle, page).ToListAsync());
                Assert.Equal(oldest.SkipWhile(item => item != middle).Skip(1), await store.OldestAsync(World.Scope, bucket, middle, default).ToListAsync());
            }
        }
    }), iter: 12, threads: 1);

    [Fact]
    public async Task The_newest_of_years_are_had_with_few_listings()
    {
        using var world = new World();
        var counting = new CountingStore(world.Results);
        var store = new PendingStore(counting);
        for (var n = 0; n < 40; n++)
            await store.AddAsync(World.Scope, new PendingItem(PendingBucket.Findings, Start.AddDays(30 * n), Decision.AiGenerated, "default-1", ContentHash.Of([(byte)n])), TestContext.Current.CancellationToken);
        counting.Listings = 0;
        var newest = await store.NewestAsync(World.Scope, PendingBucket.Findings, null, cancellation: TestContext.Current.CancellationToken).Take(5).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(35, 5).Reverse().Select(n => Start.AddDays(30 * n)), newest.Select(item => item.At));
        Assert.InRange(counting.Listings, 2, 80);
    }

    [Fact]
    public async Task An_item_is_removed_once()
    {
        using var world = new World();
        var store = new PendingStore(world.Results);
        var item = new PendingItem(PendingBucket.Audit, Start, Decision.NoFindings, "default-1", ContentHash.Of("a"u8));
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

    private sealed class CountingStore(IObjectStore store) : IObjectStore
    {
        public int Listings { get; set; }

        public Task<StoredObject?> ReadAsync(ObjectKey key, CancellationToken cancellation) => store.ReadAsync(key, cancellation);

        public Task<string?> WriteAsync(ObjectKey key, ReadOnlyMemory<byte> content, WriteCondition condition, CancellationToken cancellation) => store.WriteAsync(key, content, condition, cancellation);

        public IAsyncEnumerable<ObjectEntry> ListAsync(string prefix, ObjectKey? after, CancellationToken cancellation)
        {
            Listings++;
            return store.ListAsync(prefix, after, cancellation);
        }

        public Task<bool> DeleteAsync(ObjectKey key, string? ifMatch, CancellationToken cancellation) => store.DeleteAsync(key, ifMatch, cancellation);
    }
}
