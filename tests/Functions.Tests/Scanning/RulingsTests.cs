using CsCheck;
using StayPositive.Detector.Verdicts;
using StayPositive.Functions.Scanning;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Review;
using StayPositive.Storage.States;
using StayPositive.Storage.Tests;
using StayPositive.Storage.Uploads;

namespace StayPositive.Functions.Tests.Scanning;

public sealed class RulingsTests
{
    private static readonly Scope Tenant = new(FlowWorld.Container);
    private static readonly byte[] Content = "the content of three uploads"u8.ToArray();
    private static readonly ContentHash Hash = ContentHash.Of(Content);
    private static readonly string[] Names = ["a.jpg", "b/c.jpg", "d.jpg"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_decision_reaches_every_upload_with_that_content_and_ends_its_waiting()
    {
        await using var world = await WorldAsync(options => options.CleanContainer = "clean");
        Assert.Single(await PendingAsync(world));

        Assert.True((await DecideAsync(world, 0, Ruling.NoFindings)).Taken);

        foreach (var name in Names)
        {
            var state = (await world.StateAsync(name))!;
            Assert.Equal((Decision.Inpainted, Decision.NoFindings), (state.Decision, state.Effective));
            Assert.Empty(state.Open);
            Assert.Equal("NoFindings", (await world.TagsAsync(name))["Stay Positive verdict"]);
            Assert.True(File.Exists(Path.Combine(world.Data, "clean", name)));
            Assert.Contains($"{state.Upload.MessageId("overturned 1"):D}.json", world.Messages());
        }

        Assert.Equal(2 * Names.Length, world.Messages().Count);
        Assert.Empty(await PendingAsync(world));
        Assert.Empty(await OpenAsync(world));
    }

    [Fact]
    public async Task A_decision_that_is_cut_off_goes_on_behind_the_last_upload_that_it_reached()
    {
        await using var world = await WorldAsync();
        var rulings = world.Get<Rulings>();
        await world.Stores.Labels.AddAsync(Tenant, Hash, 0, new Label(0, Ruling.NoFindings, "ann", DateTimeOffset.UnixEpoch, Blind: false, null), Token); // and the process ended
        for (var n = 1; n <= Names.Length; n++)
        {
            Assert.Single(await OpenAsync(world));
            await rulings.CarryOutAsync(Tenant, new OpenRuling(Hash, 1), new Slice(new SteppingClock(TimeSpan.FromSeconds(10)), TimeSpan.FromSeconds(15)), Token); // time for one
            var reached = 0;
            foreach (var name in Names)
                reached += (await world.StateAsync(name))!.Override is null ? 0 : 1;
            Assert.Equal(n, reached);
        }

        await rulings.CarryOutAsync(Tenant, new OpenRuling(Hash, 1), Token);
        Assert.Empty(await OpenAsync(world));
        Assert.Empty(await PendingAsync(world));
    }

    [Fact]
    public async Task A_decision_that_confirms_the_scanner_is_told_to_nobody()
    {
        await using var world = await WorldAsync();

        await DecideAsync(world, 0, Ruling.Inpainted);

        Assert.Equal(1, (await world.StateAsync("a.jpg"))!.Override!.Number);
        Assert.Equal(Names.Length, world.Messages().Count);
        Assert.Empty(await PendingAsync(world));
    }

    [Fact]
    public async Task A_stale_decision_changes_nothing()
    {
        await using var world = await WorldAsync();
        await DecideAsync(world, 0, Ruling.AiGenerated);

        var stale = await DecideAsync(world, 0, Ruling.NoFindings);

        Assert.False(stale.Taken);
        Assert.Equal(Ruling.AiGenerated, stale.Newest.Ruling);
        Assert.Equal(Decision.AiGenerated, (await world.StateAsync("a.jpg"))!.Effective);
    }

    [Fact]
    public async Task Reopened_means_that_the_scanners_verdict_holds_and_the_content_waits_again()
    {
        await using var world = await WorldAsync();
        await DecideAsync(world, 0, Ruling.NoFindings);

        await DecideAsync(world, 1, Ruling.Reopened);

        Assert.Equal(PendingBucket.Reopened, Assert.Single(await PendingAsync(world)).Bucket);
        foreach (var name in Names)
        {
            Assert.Equal(Decision.Inpainted, (await world.StateAsync(name))!.Effective);
            Assert.Equal("Inpainted", (await world.TagsAsync(name))["Stay Positive verdict"]);
        }

        await DecideAsync(world, 2, Ruling.AiGenerated);
        Assert.Empty(await PendingAsync(world));
        Assert.Equal(Decision.AiGenerated, (await world.StateAsync("d.jpg"))!.Effective);
    }

    [Fact]
    public async Task Undecided_ends_the_waiting_and_changes_no_state()
    {
        await using var world = await WorldAsync();
        await DecideAsync(world, 0, Ruling.Undecided);
        Assert.Null((await world.StateAsync("a.jpg"))!.Override);
        Assert.Empty(await PendingAsync(world));

        await DecideAsync(world, 1, Ruling.NoFindings);
        await DecideAsync(world, 2, Ruling.Undecided);
        await AddAsync(world, "late.jpg"); // what held before goes on holding, for later copies, too

        Assert.Equal(Decision.NoFindings, (await world.StateAsync("a.jpg"))!.Effective);
        Assert.Equal(Decision.NoFindings, (await world.StateAsync("late.jpg"))!.Effective);
        Assert.Empty(await PendingAsync(world));
    }

    [Fact]
    public async Task Labels_that_came_without_the_app_reach_the_uploads_with_the_next_sweep()
    {
        await using var world = await WorldAsync();
        await world.Stores.Labels.AddAsync(Tenant, Hash, 0, By(Ruling.NoFindings), Token); // an import

        await world.Sweep.RunAsync(Token);

        Assert.All(await StatesAsync(world), state => Assert.Equal((Decision.NoFindings, 0), (state.Effective, state.Open.Count)));
        Assert.Empty(await PendingAsync(world));
        Assert.Empty(await OpenAsync(world));
    }

    [Fact]
    public async Task A_pending_item_beside_a_decision_goes_with_the_sweeps()
    {
        await using var world = await WorldAsync();
        await DecideAsync(world, 0, Ruling.NoFindings);
        await world.Stores.Pending.AddAsync(Tenant, new PendingItem(PendingBucket.Findings, DateTimeOffset.UnixEpoch, Decision.Inpainted, 10, "default-1", Hash), Token); // left by a killed scan

        await world.Sweep.RunAsync(Token);

        Assert.Empty(await PendingAsync(world));
    }

    [Fact]
    public async Task A_decision_killed_at_any_write_is_completed_by_a_repeat_or_by_the_sweep()
    {
        for (var steps = 0; ; steps++)
        {
            await using var world = await WorldAsync(options => options.CleanContainer = "clean");
            var life = new Life(steps);
            var mortal = await FlowWorld.StartAsync(options => options.CleanContainer = "clean", world.Data, life);
            var killed = await Record.ExceptionAsync(() => DecideAsync(mortal, 0, Ruling.NoFindings)) is KilledException;
            var written = await world.Stores.Labels.NewestAsync(Tenant, Hash, Token) is not null;
            if (killed && written && steps % 2 == 0)
                Assert.True((await DecideAsync(world, 0, Ruling.NoFindings)).Taken);
            await world.Sweep.RunAsync(Token);
            await HoldsAsync(world, written ? [Ruling.NoFindings] : []);
            if (killed)
                continue;
            Assert.True(life.Taken >= 20, $"only {life.Taken} kill points"); // the loop has been through all of them
            return;
        }
    }

    /// <summary>Decisions and copies in any order, each process killed somewhere: after a sweep every state says what the labels say, whenever its upload came. (A copy whose scan was killed before its state is
    /// scanned by the sweep: no image, and the label holds all the same.)</summary>
    [Fact]
    public void Whatever_comes_first_and_whoever_is_killed_the_labels_hold() => Gen.Select(Gen.OneOf(Gen.Enum<Ruling>().Select(ruling => (Ruling?)ruling), Gen.Const((Ruling?)null)), Gen.Int[0, 45]).Array[1, 5].Sample(
        acts => ActAsync(acts).GetAwaiter().GetResult(), seed: "2XGjmq9rIJH1", iter: 15, threads: 1);

    private static async Task ActAsync((Ruling? Ruling, int Steps)[] acts)
    {
        await using var world = await WorldAsync();
        var taken = new List<Ruling>();
        foreach (var (ruling, steps) in acts)
        {
            var mortal = await FlowWorld.StartAsync(data: world.Data, life: new Life(steps));
            if (ruling is { } decision)
                await Record.ExceptionAsync(() => DecideAsync(mortal, taken.Count, decision));
            else
                await Record.ExceptionAsync(() => AddAsync(mortal, $"copy{steps}.jpg"));
            taken = [.. (await world.Stores.Labels.ReadAsync(Tenant, Hash, default)).Select(label => label.Ruling)];
        }

        await world.Sweep.RunAsync(default);
        await HoldsAsync(world, taken);
    }

    private static async Task HoldsAsync(FlowWorld world, List<Ruling> rulings)
    {
        Label? holding = null;
        for (var n = 0; n < rulings.Count; n++)
            if (rulings[n] != Ruling.Undecided)
                holding = By(rulings[n]) with { Number = n + 1 };
        foreach (var state in await StatesAsync(world))
        {
            Assert.Equal((holding?.Number, holding?.Override), (state.Override?.Number, state.Override?.Decision));
            Assert.Empty(state.Open);
            Assert.Equal(state.Effective.ToString(), (await world.TagsAsync(state.Upload.Blob))["Stay Positive verdict"]);
            Assert.Contains($"{state.MessageId:D}.json", world.Messages());
            if (state.Effective != state.Decision)
                Assert.NotEmpty(world.Messages().Intersect(Enumerable.Range(1, state.Override!.Number).Select(number => $"{state.Upload.MessageId($"overturned {number}"):D}.json")));
        }

        Assert.DoesNotContain(await OpenAsync(world), open => open.Number <= rulings.Count);
        Assert.Empty(await world.Stores.States.ListOpenAsync(Tenant, default).ToListAsync());
        Assert.Equal(
            rulings.Count == 0 ? [PendingBucket.Findings] : rulings[^1] == Ruling.Reopened ? [PendingBucket.Reopened] : Array.Empty<PendingBucket>(), (await PendingAsync(world)).Select(item => item.Bucket));
    }

    /// <summary>Three uploads with one content, as scans leave them.</summary>
    private static async Task<FlowWorld> WorldAsync(Action<ScanningOptions>? change = null)
    {
        var world = await FlowWorld.StartAsync(change);
        foreach (var name in Names)
            await AddAsync(world, name);
        return world;
    }

    /// <summary>What a scan does when it knows its verdict, without the seconds of one.</summary>
    private static async Task AddAsync(FlowWorld world, string name)
    {
        world.Upload(name, Content);
        var entry = (await world.Stores.Uploads.FindAsync(new UploadName(FlowWorld.Container, name), default))!;
        await world.Stores.States.CreateAsync(
            Tenant,
            new UploadState
            {
                Upload = new(world.Stores.Account, FlowWorld.Container, name, entry.Version.ETag),
                Hash = Hash.Hex,
                Code = ResultCode.Scanned,
                Decision = Decision.Inpainted,
                ScannedAt = DateTimeOffset.UnixEpoch,
                Open = [Effect.Tag, Effect.Notify],
            },
            default);
        await world.ScanAsync(name);
    }

    private static Task<LabelWrite> DecideAsync(FlowWorld world, int seen, Ruling ruling) => world.Get<Rulings>().DecideAsync(Tenant, Hash, seen, By(ruling), default);

    private static Label By(Ruling ruling) => new(0, ruling, "ann", DateTimeOffset.UnixEpoch, Blind: false, null);

    private static async Task<List<PendingItem>> PendingAsync(FlowWorld world) => await world.Stores.Pending.AllAsync(Tenant, null, default).ToListAsync();

    private static async Task<List<OpenRuling>> OpenAsync(FlowWorld world) => await world.Stores.Labels.ListOpenAsync(Tenant, default).ToListAsync();

    private static async Task<List<UploadState>> StatesAsync(FlowWorld world) =>
        await world.Stores.States.ListAsync(Tenant, null, default).Select(async (StateKey key, CancellationToken stop) => (await world.Stores.States.ReadAsync(key, stop))!).ToListAsync();
}
