using System.Text;
using CsCheck;
using StayPositive.Detector.Models;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Erasure;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Measurements;
using StayPositive.Storage.Objects;
using StayPositive.Storage.Review;
using StayPositive.Storage.States;
using StayPositive.Storage.Tests.Measurements;
using StayPositive.Storage.Tests.States;

namespace StayPositive.Storage.Tests.Erasure;

public sealed class EraserTests
{
    private const string Name = "secretholiday";
    private static readonly ContentHash Hash = ContentHash.Of("secret content"u8);
    private static readonly ContentHash Other = ContentHash.Of("other content"u8);
    private static readonly byte[] Features = MeasurementCodec.Write(Measured(Hash)).Features;
    private static readonly byte[] Png = "PNG of the secret"u8.ToArray();
    private static readonly ModelVersion Head = new("starter-1");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_an_erasure_the_store_holds_neither_bytes_nor_hash_nor_name()
    {
        using var folder = new TemporaryFolder();
        var store = new FolderObjectStore(folder.Path, TimeProvider.System);
        await FillAsync(store, World.Scope, Hash, Name);
        Assert.NotEmpty(Traces(folder)); // the search finds what is there
        var before = await KeysAsync(store);
        await FillAsync(store, World.Scope, Other, "another");
        var others = (await KeysAsync(store)).Except(before).ToArray();
        Assert.True(others.Length >= 9, $"{others.Length} objects");

        var report = await Eraser(store).EraseAsync(World.Scope, Hash, keepLabels: false, Cancellation);
        Assert.Equal(new ErasureReport(Hash, 1, 1, 1, 2, 2, 2, 1, 2, 0), report);
        Assert.Empty(Traces(folder));
        Assert.Empty(others.Except(await KeysAsync(store))); // nothing else is gone
        Assert.Equal(new ErasureReport(Hash, 0, 0, 0, 0, 0, 0, 0, 0, 0), await Eraser(store).EraseAsync(World.Scope, Hash, keepLabels: false, Cancellation));
        Assert.Empty(await Eraser(store).ResumeAsync(World.Scope, Cancellation));
        Assert.Empty(Traces(folder));
    }

    [Fact]
    public async Task What_was_erased_does_not_come_back()
    {
        using var folder = new TemporaryFolder();
        var store = new FolderObjectStore(folder.Path, TimeProvider.System);
        await FillAsync(store, World.Scope, Hash, Name);
        await Eraser(store).EraseAsync(World.Scope, Hash, keepLabels: false, Cancellation);
        var tombstones = Tombstones(store);
        Assert.False(await new MeasurementStore(store, tombstones).WriteAsync(World.Scope, Hash, Measured(Hash), Cancellation));
        Assert.False(await new HeatMapStore(store, tombstones).WriteAsync(World.Scope, Hash, Head, Png, Cancellation));
        var again = State(Hash, Name + "copy", "\"0x9\"");
        Assert.Equal(StateOutcome.Erased, (await World.Store(store).CreateAsync(World.Scope, again, Cancellation)).Outcome);
        Assert.Empty(Traces(folder));
        Assert.True(await tombstones.HasAsync(again.Key(World.Scope), Cancellation)); // the sweep need not read it again
        Assert.True(await tombstones.HasAsync(State(Hash, Name).Key(World.Scope), Cancellation));
        Assert.False(await tombstones.HasAsync(World.Scope, Other, Cancellation));
        Assert.False(await tombstones.HasAsync(new Scope("other"), Hash, Cancellation));
    }

    [Fact]
    public async Task A_kill_at_any_point_of_an_erasure_is_made_good_by_a_repeat_or_by_the_next_sweep()
    {
        for (var steps = 0; ; steps++)
        {
            using var folder = new TemporaryFolder();
            var store = new FolderObjectStore(folder.Path, TimeProvider.System);
            await FillAsync(store, World.Scope, Hash, Name);
            var killed = await Record.ExceptionAsync(() => Eraser(new MortalStore(store, new Life(steps))).EraseAsync(World.Scope, Hash, keepLabels: false, Cancellation)) is KilledException;
            if (!killed)
            {
                Assert.True(steps > 15, $"only {steps} kill points");
                Assert.Empty(Traces(folder));
                return;
            }

            if (steps % 3 == 0)
                await Eraser(store).EraseAsync(World.Scope, Hash, keepLabels: false, Cancellation);
            else if (steps % 3 == 1)
                await Eraser(store).EraseBlobAsync(World.Scope, Name, keepLabels: false, Cancellation);
            else
                await Eraser(store).ResumeAsync(World.Scope, Cancellation);
            Assert.Empty(Traces(folder));
        }
    }

    [Fact]
    public async Task An_erasure_that_cannot_be_completed_keeps_no_other_one_waiting()
    {
        using var folder = new TemporaryFolder();
        var store = new FolderObjectStore(folder.Path, TimeProvider.System);
        await FillAsync(store, World.Scope, Hash, Name);
        await Record.ExceptionAsync(() => Eraser(new MortalStore(store, new Life(3))).EraseAsync(World.Scope, Hash, keepLabels: false, Cancellation));
        await store.WriteAsync(new ObjectKey($"{World.Scope}/erasing/0"), "{ torn"u8.ToArray(), WriteCondition.None, Cancellation); // comes before it

        await Assert.ThrowsAsync<AggregateException>(() => Eraser(store).ResumeAsync(World.Scope, Cancellation));
        Assert.Empty(Traces(folder));
    }

    [Fact]
    public async Task An_attempt_that_did_not_end_is_forgotten_with_its_upload()
    {
        using var folder = new TemporaryFolder();
        var store = new FolderObjectStore(folder.Path, TimeProvider.System);
        await FillAsync(store, World.Scope, Hash, Name);
        await new AttemptStore(store, TimeProvider.System).BeginAsync(State(Hash, Name).Key(World.Scope), Cancellation);
        await Eraser(store).EraseAsync(World.Scope, Hash, keepLabels: false, Cancellation);
        Assert.Empty(Traces(folder));
    }

    /// <summary>A writer that began before the erasure goes on at every point of it: in any order of calls, nothing stays.</summary>
    [Theory]
    [InlineData("measurement")]
    [InlineData("heat map")]
    [InlineData("state")]
    public void A_writer_that_races_an_erasure_leaves_nothing(string writer) => Turnstile.Orders(2).Sample(order => RaceAsync(writer, order).GetAwaiter().GetResult(), iter: 20, threads: 1);

    private static async Task RaceAsync(string writer, int[] order)
    {
        using var folder = new TemporaryFolder();
        var store = new FolderObjectStore(folder.Path, TimeProvider.System);
        using var turnstile = new Turnstile(store);
        turnstile.Add(results => writer switch
        {
            "measurement" => new MeasurementStore(results, Tombstones(results)).WriteAsync(World.Scope, Hash, Measured(Hash), default),
            "heat map" => new HeatMapStore(results, Tombstones(results)).WriteAsync(World.Scope, Hash, Head, Png, default),
            _ => World.Store(results).CreateAsync(World.Scope, State(Hash, Name), default),
        });
        turnstile.Add(results => Eraser(results).EraseAsync(World.Scope, Hash, keepLabels: false, default));
        await turnstile.RunAsync(order, () => Task.CompletedTask);
        Assert.Empty(Traces(folder));
    }

    [Fact]
    public async Task A_scan_that_was_killed_is_erased_wherever_it_ended()
    {
        for (var steps = 0; steps <= 3; steps++)
        {
            using var folder = new TemporaryFolder();
            var store = new FolderObjectStore(folder.Path, TimeProvider.System);
            var killed = await Record.ExceptionAsync(() => World.Store(new MortalStore(store, new Life(steps))).CreateAsync(World.Scope, State(Hash, Name), Cancellation));
            Assert.Equal(steps < 3, killed is KilledException); // ref, marker, state
            await Eraser(store).EraseAsync(World.Scope, Hash, keepLabels: false, Cancellation);
            Assert.Empty(Traces(folder));
        }
    }

    [Fact]
    public async Task A_blob_is_erased_with_all_its_contents_and_what_was_never_read()
    {
        using var folder = new TemporaryFolder();
        var store = new FolderObjectStore(folder.Path, TimeProvider.System);
        await FillAsync(store, World.Scope, Hash, Name);
        var states = World.Store(store);
        await states.CreateAsync(World.Scope, State(Hash, Name, "\"0x2\"") with { Hash = null, Code = "TooManyBytes", Decision = Decision.NotScanned }, Cancellation);
        await states.CreateAsync(World.Scope, State(Other, Name, "\"0x3\""), Cancellation);
        var mortal = World.Store(new MortalStore(store, new Life(1)));
        await Assert.ThrowsAsync<KilledException>(() => mortal.CreateAsync(World.Scope, State(Hash, Name, "\"0x4\"") with { Hash = null }, Cancellation)); // a marker alone
        var reports = await Eraser(store).EraseBlobAsync(World.Scope, Name, keepLabels: false, Cancellation);
        Assert.Equal([Hash, Other], reports.Select(report => report.Hash).OrderBy(hash => hash != Hash));
        Assert.Empty(Traces(folder));
    }

    [Fact]
    public async Task Labels_stay_by_policy()
    {
        using var folder = new TemporaryFolder();
        var store = new FolderObjectStore(folder.Path, TimeProvider.System);
        await FillAsync(store, World.Scope, Hash, Name);
        var report = await Eraser(store).EraseAsync(World.Scope, Hash, keepLabels: true, Cancellation);
        Assert.Equal((0, 2), (report.Labels, report.LabelsKept));
        Assert.Equal(2, (await new LabelStore(store).ReadAsync(World.Scope, Hash, Cancellation)).Count);
        Assert.DoesNotContain(await KeysAsync(store), key => key.Contains(Hash.Hex, StringComparison.Ordinal) && !key.Contains("/labels/", StringComparison.Ordinal));
    }

    [Fact]
    public void A_short_key_is_refused() => Assert.Throws<ArgumentException>(() => new Tombstones(new FolderObjectStore("unused", TimeProvider.System), new byte[31]));

    /// <summary>Everything that there can be of a content: in two blobs, with open effects, pending and decided.</summary>
    private static async Task FillAsync(IObjectStore store, Scope scope, ContentHash hash, string name)
    {
        var tombstones = Tombstones(store);
        await new MeasurementStore(store, tombstones).WriteAsync(scope, hash, Measured(hash), Cancellation);
        await new HeatMapStore(store, tombstones).WriteAsync(scope, hash, Head, hash == Hash ? Png : "another PNG"u8.ToArray(), Cancellation);
        await World.Store(store).CreateAsync(scope, State(hash, name), Cancellation);
        await World.Store(store).CreateAsync(scope, State(hash, name + "copy"), Cancellation);
        await new PendingStore(store).AddOnceAsync(scope, new PendingItem(PendingBucket.Findings, DateTimeOffset.UnixEpoch, Decision.AiGenerated, 19, "default-1", hash), Cancellation);
        var labels = new LabelStore(store);
        for (var seen = 0; seen < 2; seen++)
            await labels.AddAsync(scope, hash, seen, new Label(0, Ruling.AiGenerated, "ann", DateTimeOffset.UnixEpoch, false, null), Cancellation);
    }

    private static Measurement Measured(ContentHash hash) => MeasurementStoreTests.Simple([.. hash.ToBytes().Select(value => value / 7f)]);

    private static UploadState State(ContentHash hash, string name, string etag = "\"0x1\"") => World.State(name, etag, open: [Effect.Tag, Effect.Notify]) with { Hash = hash.Hex };

    private static Tombstones Tombstones(IObjectStore store) => new(store, World.TombstoneKey);

    private static Eraser Eraser(IObjectStore store) => new(store, store, Tombstones(store), TimeProvider.System);

    private static async Task<string[]> KeysAsync(IObjectStore store) => [.. (await store.KeysAsync("", Cancellation).ToListAsync(Cancellation)).Select(key => key.Value)];

    /// <summary>Every path and every byte of the folder, searched for what must be gone.</summary>
    private static List<string> Traces(TemporaryFolder folder)
    {
        byte[][] needles = [Encoding.UTF8.GetBytes(Name), Encoding.UTF8.GetBytes(Hash.Hex), Hash.ToBytes(), Png, Features, Encoding.UTF8.GetBytes(Convert.ToBase64String(Hash.ToBytes()))];
        var found = new List<string>();
        foreach (var path in Directory.EnumerateFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories))
        {
            var relative = Encoding.UTF8.GetBytes(Path.GetRelativePath(folder.Path, path));
            var content = File.Exists(path) ? File.ReadAllBytes(path) : [];
            if (needles.Any(needle => relative.AsSpan().IndexOf(needle) >= 0 || content.AsSpan().IndexOf(needle) >= 0))
                found.Add(Path.GetRelativePath(folder.Path, path));
        }

        return found;
    }
}
