using StayPositive.Detector.Decoding;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Erasure;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Measurements;
using StayPositive.Storage.Objects;
using StayPositive.Storage.Shards;
using StayPositive.Storage.Tests.Measurements;

namespace StayPositive.Storage.Tests.Shards;

public sealed class ShardStoreTests
{
    private const int Channels = 6;
    private const int Contents = 40;

    private static readonly Scope Scope = new("uploads");
    private static readonly ContentHash Backbone = ContentHash.Parse(MeasurementGen.Backbone);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shards_say_what_the_measurements_say()
    {
        using var world = await ShardWorld.WithAsync(Contents);
        var report = await world.Shards.CompactAsync(Scope, Backbone, 1, Cancellation);
        Assert.Equal((0, Contents, 0), (report.Covered, report.Added, report.Removed));
        Assert.True(report.Shards > 3, $"{report.Shards} shards"); // the limit is small here

        var found = await world.ReadAsync();
        Assert.Equal(Enumerable.Range(0, Contents).Select(n => ShardWorld.Hash(n).Hex).Order(StringComparer.Ordinal), found.Keys);
        foreach (var (hex, rows) in found)
        {
            var measurement = (await world.Measurements.ReadAsync(Scope, ContentHash.Parse(hex), Backbone, 1, Cancellation))!;
            (int, float, string, string, float[]) image = (0, measurement.Heads[0].Logit, "head-1", measurement.Facts is null ? "Pixels" : "Png", measurement.Features.Values.ToArray());
            var windows = measurement.Heads.SelectMany(head => head.BestWindows.Select(window => (window.SizePixels, window.Logit, head.Head.Value, image.Item4, window.Features.Values.ToArray())));
            Assert.Equivalent(new[] { image }.Concat(windows).ToArray(), rows, strict: true);
        }
    }

    [Fact]
    public async Task A_second_compaction_adds_only_what_is_new()
    {
        using var world = await ShardWorld.WithAsync(Contents);
        await world.Shards.CompactAsync(Scope, Backbone, 1, Cancellation);
        Assert.Equal(new CompactionReport(Contents, 0, 0, 0, 0), await world.Shards.CompactAsync(Scope, Backbone, 1, Cancellation));
        await world.AddAsync(Contents);
        var report = await world.Shards.CompactAsync(Scope, Backbone, 1, Cancellation);
        Assert.Equal((Contents, 1, 1), (report.Covered, report.Added, report.Shards));
        Assert.Equal(Contents + 1, (await world.ReadAsync()).Count);
    }

    [Fact]
    public async Task A_removed_content_is_in_no_object_and_the_others_stay()
    {
        using var world = await ShardWorld.WithAsync(Contents);
        await world.Shards.CompactAsync(Scope, Backbone, 1, Cancellation);
        var gone = ShardWorld.Hash(7);
        Assert.Equal(4, await world.Shards.RemoveAsync(Scope, gone, Cancellation)); // the image and three windows
        Assert.Equal(0, await world.Shards.RemoveAsync(Scope, gone, Cancellation));
        Assert.Equal(0, await world.Shards.RemoveAsync(new Scope("other"), ShardWorld.Hash(8), Cancellation));
        Assert.Equal(Contents - 1, (await world.ReadAsync()).Count);
        Assert.DoesNotContain(gone.Hex, (await world.ReadAsync()).Keys);
        await foreach (var entry in world.Store.ListAsync("uploads/shard", null, Cancellation))
        {
            var text = System.Text.Encoding.Latin1.GetString((await world.Store.ReadAsync(entry.Key, Cancellation))!.Content.Span);
            Assert.DoesNotContain(gone.Hex, text, StringComparison.Ordinal);
            Assert.DoesNotContain(gone.Hex[..16], entry.Key.Value, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_erasure_during_a_compaction_wins()
    {
        using var world = await ShardWorld.WithAsync(Contents);
        var erased = ShardWorld.Hash(3);
        var slow = new BeforeWrite(world.Store, key => key.EndsWith(".parquet", StringComparison.Ordinal), () => world.Tombstones.WriteAsync(Scope, erased, Cancellation));
        await new ShardStore(slow, world.Tombstones) { ShardBytes = 1000 }.CompactAsync(Scope, Backbone, 1, Cancellation);
        Assert.DoesNotContain(erased.Hex, (await world.ReadAsync()).Keys);
        Assert.Equal(Contents - 1, (await world.ReadAsync()).Count);
    }

    [Fact]
    public async Task A_kill_at_any_write_of_compaction_and_removal_is_made_good_by_the_next_run()
    {
        for (var steps = 0; ; steps++)
        {
            using var world = await ShardWorld.WithAsync(12);
            var gone = ShardWorld.Hash(5);
            var finished = true;
            try
            {
                var mortal = new ShardStore(new MortalStore(world.Store, new Life(steps)), world.Tombstones) { ShardBytes = 400 };
                await mortal.CompactAsync(Scope, Backbone, 1, Cancellation);
                await mortal.RemoveAsync(Scope, gone, Cancellation);
            }
            catch (KilledException)
            {
                finished = false;
            }

            Assert.True((await world.ReadAsync()).Values.All(rows => rows.Length == 4)); // whatever is there is whole
            await world.Shards.RemoveAsync(Scope, gone, Cancellation);
            Assert.DoesNotContain(gone.Hex, (await world.ReadAsync()).Keys);
            await world.Measurements.DeleteAsync(Scope, gone, Cancellation);
            await world.Shards.CompactAsync(Scope, Backbone, 1, Cancellation);
            Assert.Equal(11, (await world.ReadAsync()).Count);
            var (index, files) = (await world.CountAsync("uploads/shard-index/"), await world.CountAsync("uploads/shards/"));
            Assert.Equal(index, files);
            if (finished)
                break;
        }
    }

    [Fact]
    public async Task A_shard_with_any_flipped_bit_is_read_as_it_was_or_passed_over()
    {
        using var world = await ShardWorld.WithAsync(3);
        await new ShardStore(world.Store, world.Tombstones).CompactAsync(Scope, Backbone, 1, Cancellation);
        var key = (await world.Store.ListAsync("uploads/shards/", null, Cancellation).SingleAsync(Cancellation)).Key;
        var (bytes, whole) = ((await world.Store.ReadAsync(key, Cancellation))!.Content.ToArray(), await world.ReadAsync());
        var flipped = new FlippedBit(world.Store, key);
        var names = new List<string>();
        var shards = new ShardStore(flipped, world.Tombstones) { Damaged = names.Add };
        for (flipped.Bit = 0; flipped.Bit < 8 * bytes.Length; flipped.Bit++)
        {
            var found = await shards.ReadAsync(Scope, Backbone, 1, Cancellation).ToListAsync(Cancellation);
            Assert.Equal(flipped.Bit + 1, flipped.Reads);
            Assert.InRange(found.Count + names.Count, 1, 1);
            if (found is [var shard])
                Assert.Equal(whole.Values.Sum(rows => rows.Length), shard.Rows);
            names.Clear();
        }
    }

    [Theory]
    [InlineData("uploads/shards/")]
    [InlineData("uploads/shard-index/")]
    public async Task A_damaged_shard_keeps_no_content_from_its_erasure_and_the_next_compaction_replaces_it(string which)
    {
        using var world = await ShardWorld.WithAsync(12);
        await world.Shards.CompactAsync(Scope, Backbone, 1, Cancellation);
        foreach (var entry in await world.Store.ListAsync(which, null, Cancellation).ToListAsync(Cancellation))
        {
            var bytes = (await world.Store.ReadAsync(entry.Key, Cancellation))!.Content.ToArray();
            await world.Store.WriteAsync(entry.Key, bytes.AsMemory(0, bytes.Length / 2), WriteCondition.None, Cancellation);
        }

        var gone = ShardWorld.Hash(5);
        await world.Shards.RemoveAsync(Scope, gone, Cancellation);
        await foreach (var entry in world.Store.ListAsync("uploads/shard", null, Cancellation))
            Assert.DoesNotContain(gone.Hex, System.Text.Encoding.Latin1.GetString((await world.Store.ReadAsync(entry.Key, Cancellation))!.Content.Span), StringComparison.Ordinal);
        await world.Measurements.DeleteAsync(Scope, gone, Cancellation);
        Assert.Equal(11, (await world.Shards.CompactAsync(Scope, Backbone, 1, Cancellation)).Added);
        Assert.Equal(11, (await world.ReadAsync()).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_two_compactions_at_once_none_leaves_a_shard_without_the_index_by_which_an_erasure_finds_it(bool isLeftover)
    {
        using var world = await ShardWorld.WithAsync(3);
        if (isLeftover) // an index of a killed compaction: the other one completes it just when this one is about to remove it
            await Assert.ThrowsAsync<KilledException>(() => new ShardStore(new MortalStore(world.Store, new Life(1)), world.Tombstones).CompactAsync(Scope, Backbone, 1, Cancellation));
        var other = new Meanwhile(world.Store, () => new ShardStore(world.Store, world.Tombstones).CompactAsync(Scope, Backbone, 1, Cancellation), isLeftover);
        await new ShardStore(other, world.Tombstones) { ShardBytes = 50 }.CompactAsync(Scope, Backbone, 1, Cancellation); // other shards than the other one's
        Assert.True(other.Happened);
        var indexes = await world.Store.ListAsync("uploads/shard-index/", null, Cancellation).Select(entry => Path.GetFileNameWithoutExtension(entry.Key.Value)).ToListAsync(Cancellation);
        var files = await world.Store.ListAsync("uploads/shards/", null, Cancellation).Select(entry => Path.GetFileNameWithoutExtension(entry.Key.Value)).ToListAsync(Cancellation);
        Assert.Equal(indexes, files);
        Assert.Equal(3, (await world.ReadAsync()).Count);
    }

    /// <summary>A store with measurements of small images.</summary>
    private sealed class ShardWorld : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        private ShardWorld()
        {
            Store = new FolderObjectStore(folder.Path, TimeProvider.System);
            Tombstones = new Tombstones(Store, new byte[32]);
            Measurements = new MeasurementStore(Store, Tombstones);
            Shards = new ShardStore(Store, Tombstones) { ShardBytes = 400 };
        }

        public FolderObjectStore Store { get; }

        public Tombstones Tombstones { get; }

        public MeasurementStore Measurements { get; }

        public ShardStore Shards { get; }

        public static ContentHash Hash(int n) => ContentHash.Of([(byte)n, 1]);

        public static async Task<ShardWorld> WithAsync(int contents)
        {
            var world = new ShardWorld();
            for (var n = 0; n < contents; n++)
                await world.AddAsync(n);
            return world;
        }

        public Task<bool> AddAsync(int n)
        {
            var facts = n % 2 == 0 ? new ImageFacts(ImageFormat.Png, 300, 200, 3, 8, false, 1, false, 1000 + n) : null;
            var windows = new[] { 64, 128, 256 }.Select(size => new EvidenceWindow(8 * n, size, size, size, size, n + size, Vector(n + size))).ToArray();
            HeadMeasurement[] heads = [new(new ModelVersion("head-1"), n / 7f, windows[..2], n), new(new ModelVersion("head-2"), -n, windows[2..], 2 * n)];
            return Measurements.WriteAsync(Scope, Hash(n), new Measurement(MeasurementGen.Backbone, 1, facts, 300, 200, Vector(n), heads, true), Cancellation);
        }

        /// <summary>All rows by content, as features and not as stored.</summary>
        public async Task<SortedDictionary<string, (int, float, string, string, float[])[]>> ReadAsync()
        {
            var found = new SortedDictionary<string, (int, float, string, string, float[])[]>(StringComparer.Ordinal);
            await foreach (var shard in Shards.ReadAsync(Scope, Backbone, 1, Cancellation))
            {
                Assert.Equal(Channels, shard.Channels);
                for (var row = 0; row < shard.Rows;)
                {
                    var first = row;
                    while (++row < shard.Rows && shard.Continues(row))
                        ;
                    found.Add(shard.Content(first).Hex, [.. Enumerable.Range(first, row - first).Select(n => Row(shard, n))]);
                }
            }

            return found;

            static (int, float, string, string, float[]) Row(Shard shard, int row) =>
                (shard.Window[row], shard.Logit[row], shard.Head(row), shard.Format(row), [.. shard.Stored(row).ToArray().Select(value => (float)value * shard.Scale[row])]);
        }

        public ValueTask<int> CountAsync(string prefix) => Store.ListAsync(prefix, null, Cancellation).CountAsync(Cancellation);

        public void Dispose() => folder.Dispose();

        private static FeatureVector Vector(int seed) => new([.. Enumerable.Range(0, Channels).Select(c => c == 0 && seed == 4 ? 1e6f : (float)(Half)(seed * 0.37f + c))]);
    }

    /// <summary>One bit of one object reads wrong.</summary>
    private sealed class FlippedBit(IObjectStore store, ObjectKey which) : IObjectStore
    {
        public int Bit { get; set; }

        public int Reads { get; private set; }

        public async Task<StoredObject?> ReadAsync(ObjectKey key, CancellationToken cancellation)
        {
            var found = await store.ReadAsync(key, cancellation);
            if (key != which)
                return found;
            Reads++;
            var bytes = found!.Content.ToArray();
            bytes[Bit / 8] ^= (byte)(1 << (Bit % 8));
            return found with { Content = bytes };
        }

        public IAsyncEnumerable<ObjectEntry> ListAsync(string prefix, ObjectKey? after, CancellationToken cancellation) => store.ListAsync(prefix, after, cancellation);

        public Task<bool> DeleteAsync(ObjectKey key, string? ifMatch, CancellationToken cancellation) => store.DeleteAsync(key, ifMatch, cancellation);

        public Task<string?> WriteAsync(ObjectKey key, ReadOnlyMemory<byte> content, WriteCondition condition, CancellationToken cancellation) => store.WriteAsync(key, content, condition, cancellation);
    }

    /// <summary>Something happens once: after the first listing of shards or indexes, or before the first deletion.</summary>
    private sealed class Meanwhile(IObjectStore store, Func<Task> what, bool beforeDeletion) : IObjectStore
    {
        public bool Happened { get; private set; }

        public Task<StoredObject?> ReadAsync(ObjectKey key, CancellationToken cancellation) => store.ReadAsync(key, cancellation);

        public async IAsyncEnumerable<ObjectEntry> ListAsync(string prefix, ObjectKey? after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
        {
            await foreach (var entry in store.ListAsync(prefix, after, cancellation))
                yield return entry;
            if (!beforeDeletion && prefix.StartsWith("uploads/shard", StringComparison.Ordinal))
                await OnceAsync();
        }

        public async Task<bool> DeleteAsync(ObjectKey key, string? ifMatch, CancellationToken cancellation)
        {
            if (beforeDeletion)
                await OnceAsync();
            return await store.DeleteAsync(key, ifMatch, cancellation);
        }

        public Task<string?> WriteAsync(ObjectKey key, ReadOnlyMemory<byte> content, WriteCondition condition, CancellationToken cancellation) => store.WriteAsync(key, content, condition, cancellation);

        private async Task OnceAsync()
        {
            if (Happened)
                return;
            Happened = true;
            await what();
        }
    }
}
