using System.Text;
using CsCheck;
using StayPositive.Storage.Objects;

namespace StayPositive.Storage.Tests.Objects;

/// <summary>What every object store keeps.</summary>
public abstract class ObjectStoreContract
{
    // Before and behind '/', upper and lower case, a key and keys below it, a device, long segments.
    private static readonly string[] Names =
    [
        "a", "a-b", "a.b", "a/b", "a0", "A", "A/b", "a/b/c", "a/b-c", "a/b.c", "a_", "a~", "Z", "nul", "nul/b", "x/" + new string('q', 300), "x/" + new string('q', 300) + "/b",
        "x/" + new string('q', 120), "x/" + new string('q', 120) + "-", "x/" + new string('q', 120) + "0", "x/" + new string('q', 120) + "/b", "x/" + new string('Q', 90),
    ];

    /// <summary>A new, empty store.</summary>
    protected abstract Task<IObjectStore> NewStoreAsync();

    /// <summary>Random operation lists to try; a network is slower than a folder.</summary>
    protected abstract int Laws { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_written_is_read_back_with_its_ETag()
    {
        var store = await NewStoreAsync();
        var etag = await store.WriteAsync(Key("a/b"), Bytes("one"), WriteCondition.None, Cancellation);
        var read = await store.ReadAsync(Key("a/b"), Cancellation);
        Assert.Equal("one", Text(read!));
        Assert.Equal(etag, read!.ETag);
        Assert.Null(await store.ReadAsync(Key("a"), Cancellation));
        Assert.Null(await store.ReadAsync(Key("a/b/c"), Cancellation));
    }

    [Fact]
    public async Task An_empty_object_and_one_of_a_megabyte_come_back_whole()
    {
        var store = await NewStoreAsync();
        var large = new byte[1 << 20];
        for (var i = 0; i < large.Length; i++)
            large[i] = (byte)(i * 31 >> 3);
        await store.WriteAsync(Key("empty"), default, WriteCondition.None, Cancellation);
        await store.WriteAsync(Key("large"), large, WriteCondition.None, Cancellation);
        Assert.Equal(0, (await store.ReadAsync(Key("empty"), Cancellation))!.Content.Length);
        Assert.Equal(large, (await store.ReadAsync(Key("large"), Cancellation))!.Content.ToArray());
    }

    [Fact]
    public async Task A_write_with_a_false_condition_changes_nothing()
    {
        var store = await NewStoreAsync();
        Assert.Null(await store.WriteAsync(Key("k"), Bytes("x"), WriteCondition.IfMatch(await ETagOf("other")), Cancellation));
        Assert.Null(await store.ReadAsync(Key("k"), Cancellation));
        var first = await store.WriteAsync(Key("k"), Bytes("one"), WriteCondition.IfAbsent, Cancellation);
        Assert.Null(await store.WriteAsync(Key("k"), Bytes("two"), WriteCondition.IfAbsent, Cancellation));
        var second = await store.WriteAsync(Key("k"), Bytes("three"), WriteCondition.IfMatch(first!), Cancellation);
        Assert.Null(await store.WriteAsync(Key("k"), Bytes("four"), WriteCondition.IfMatch(first!), Cancellation));
        Assert.Equal("three", Text((await store.ReadAsync(Key("k"), Cancellation))!));
        Assert.NotEqual(first, second);

        async Task<string> ETagOf(string key) => (await store.WriteAsync(Key(key), Bytes(key), WriteCondition.None, Cancellation))!;
    }

    [Fact]
    public async Task A_deletion_with_an_old_ETag_leaves_the_object()
    {
        var store = await NewStoreAsync();
        Assert.False(await store.DeleteAsync(Key("k"), null, Cancellation));
        var old = await store.WriteAsync(Key("k"), Bytes("one"), WriteCondition.None, Cancellation);
        var current = await store.WriteAsync(Key("k"), Bytes("two"), WriteCondition.None, Cancellation);
        Assert.False(await store.DeleteAsync(Key("k"), old, Cancellation));
        Assert.True(await store.DeleteAsync(Key("k"), current, Cancellation));
        Assert.False(await store.DeleteAsync(Key("k"), current, Cancellation));
        Assert.Null(await store.ReadAsync(Key("k"), Cancellation));
    }

    [Fact]
    public async Task A_listing_is_in_ordinal_order_of_whole_keys_and_goes_on_behind_any_key()
    {
        var store = await NewStoreAsync();
        foreach (var name in Names)
            await store.WriteAsync(Key(name), Bytes(name), WriteCondition.IfAbsent, Cancellation);
        var sorted = Names.Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(sorted, await List(store, "", null));
        for (var i = 0; i < sorted.Length; i++)
            Assert.Equal(sorted[(i + 1)..], await List(store, "", sorted[i]));
        foreach (var prefix in new[] { "a", "a/", "a/b", "A", "x/q", "x/" + new string('q', 120), "x/" + new string('q', 200), "/", "//", "../", "a//", "nul/", "none" })
            Assert.Equal(sorted.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)), await List(store, prefix, null));
    }

    [Fact]
    public async Task An_empty_store_lists_nothing() => Assert.Empty(await List(await NewStoreAsync(), "", null));

    [Fact]
    public async Task A_key_of_1024_characters_is_kept()
    {
        var store = await NewStoreAsync();
        var long1 = new string('K', 1024);
        var long2 = string.Join('/', Enumerable.Repeat("Ab", 341)) + "/";
        long2 = long2[..1023].TrimEnd('/');
        await store.WriteAsync(Key(long1), Bytes("1"), WriteCondition.IfAbsent, Cancellation);
        await store.WriteAsync(Key(long1[..1023] + "L"), Bytes("2"), WriteCondition.IfAbsent, Cancellation);
        await store.WriteAsync(Key(long2), Bytes("3"), WriteCondition.IfAbsent, Cancellation);
        Assert.Equal([long2, long1, long1[..1023] + "L"], await List(store, "", null));
        Assert.Equal("2", Text((await store.ReadAsync(Key(long1[..1023] + "L"), Cancellation))!));
    }

    [Fact]
    public Task Any_operations_do_what_they_do_to_a_dictionary() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, Names.Length - 1], Gen.Int[0, 3]).List[1, 40].SampleAsync(async steps =>
        {
            var store = await NewStoreAsync();
            var model = new StoreModel();
            foreach (var (kind, name, content) in steps)
                await model.StepAsync(store, kind, Key(Names[name]), Bytes("content " + content), Cancellation);
            var prefix = Names[steps[0].Item2][..1];
            var after = Names[steps[^1].Item2];
            Assert.Equal(model.Keys, await List(store, "", null));
            Assert.Equal(model.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(key, after) > 0), await List(store, prefix, after));
        }, iter: Laws, threads: 1);

    [Fact]
    public async Task Of_eight_writers_that_want_an_absent_object_one_wins()
    {
        var store = await NewStoreAsync();
        for (var round = 0; round < 10; round++)
        {
            var key = Key($"round/{round}");
            var winners = await Together(8, writer => store.WriteAsync(key, Bytes($"writer {writer}"), WriteCondition.IfAbsent, Cancellation));
            var winner = Assert.Single(Enumerable.Range(0, 8), writer => winners[writer] is not null);
            Assert.Equal($"writer {winner}", Text((await store.ReadAsync(key, Cancellation))!));
        }
    }

    [Fact]
    public async Task Eight_tasks_count_together_and_lose_nothing()
    {
        const int Each = 10;
        var store = await NewStoreAsync();
        var key = Key("counter");
        await store.WriteAsync(key, Bytes("0"), WriteCondition.IfAbsent, Cancellation);
        await Together(8, async _ =>
        {
            for (var done = 0; done < Each;)
            {
                var read = (await store.ReadAsync(key, Cancellation))!;
                if (await store.WriteAsync(key, Bytes((int.Parse(Text(read)) + 1).ToString()), WriteCondition.IfMatch(read.ETag), Cancellation) is not null)
                    done++;
            }
            return 0;
        });
        Assert.Equal(8 * Each, int.Parse(Text((await store.ReadAsync(key, Cancellation))!)));
    }

    [Fact]
    public async Task Readers_see_the_old_or_the_new_object_never_a_mixture()
    {
        var store = await NewStoreAsync();
        var key = Key("torn/k");
        await store.WriteAsync(key, Page(0), WriteCondition.None, Cancellation);
        var writing = Task.Run(async () =>
        {
            for (byte i = 1; i < 40; i++)
                await store.WriteAsync(key, Page(i), WriteCondition.None, Cancellation);
        }, Cancellation);
        var reads = 0;
        for (; !writing.IsCompleted || reads == 0; reads++)
        {
            var content = (await store.ReadAsync(key, Cancellation))!.Content.ToArray();
            Assert.Equal(Page(content[0]), content);
        }
        await writing;

        static byte[] Page(byte fill)
        {
            var page = new byte[20_000 + fill * 100];
            Array.Fill(page, fill);
            return page;
        }
    }

    [Fact]
    public async Task Writers_and_deleters_of_neighbours_do_not_lose_each_others_objects()
    {
        var store = await NewStoreAsync();
        await Together(4, async worker =>
        {
            var key = Key($"shared/deep/{worker}");
            for (var i = 0; i < 15; i++)
            {
                Assert.NotNull(await store.WriteAsync(key, Bytes("x"), WriteCondition.IfAbsent, Cancellation));
                Assert.NotNull(await store.ReadAsync(key, Cancellation));
                Assert.True(await store.DeleteAsync(key, null, Cancellation));
            }
            return 0;
        });
        Assert.Empty(await List(store, "", null));
    }

    private static ObjectKey Key(string text) => new(text);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(StoredObject stored) => Encoding.UTF8.GetString(stored.Content.Span);

    private static async Task<List<string>> List(IObjectStore store, string prefix, string? after)
    {
        var keys = new List<string>();
        await foreach (var entry in store.ListAsync(prefix, after is null ? null : Key(after), Cancellation))
            keys.Add(entry.Key.Value);
        return keys;
    }

    private static Task<T[]> Together<T>(int count, Func<int, Task<T>> work) => Task.WhenAll(Enumerable.Range(0, count).Select(i => Task.Run(() => work(i))));
}
