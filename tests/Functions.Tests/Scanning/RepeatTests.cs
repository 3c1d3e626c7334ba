using StayPositive.Detector.Models;
using StayPositive.Detector.Verdicts;
using StayPositive.EndToEnd.Tests;
using StayPositive.Functions.Messages;
using StayPositive.Functions.Scanning;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Models;
using StayPositive.Storage.Rescoring;
using StayPositive.Storage.Review;
using StayPositive.Storage.States;
using StayPositive.Storage.Tests;
using StayPositive.Storage.Tests.Rescoring;

namespace StayPositive.Functions.Tests.Scanning;

/// <summary>A message that is sent again has the same body, whatever decisions and rescorings come while it is owed.</summary>
public sealed class RepeatTests
{
    private const string Name = "a.bmp";

    private static readonly Scope Tenant = new(FlowWorld.Container);
    private static readonly byte[] Image = TinyImage.Bmp(7);
    private static readonly ContentHash Hash = ContentHash.Of(Image);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Calls nothing a finding, everything, and what the first does with other words.</summary>
    private static readonly ModelPackage[] Versions = [RescoreWorld.Package("high", [1, 0, 0], 5, 4), RescoreWorld.Package("low", [1, 0, 0], 0.1f, 0.05f), RescoreWorld.Package("middle", [0, 1, 0], 0.45f, 0.2f)];

    [Fact]
    public async Task A_decision_about_a_rescored_upload_changes_nothing_of_the_message_before_it()
    {
        await using var world = await WorldAsync();
        var state = await ScannedAsync(world);
        await RescoreAsync(world, 1, Life.Long);
        var sent = ResultMessage.Of((await world.StateAsync(Name))!, Effect.NotifyRescored); // sent, and the process is killed before it is recorded
        Assert.Equal(state.Upload.MessageId("rescored 1"), sent.Id);

        await DecideAsync(world, Ruling.NoFindings);

        Assert.Equal(sent.ToJson(), await File.ReadAllBytesAsync(Path.Combine(world.Data, "sp-messages", $"{sent.Id:D}.json"), Token)); // sent again
        Assert.Contains($"{state.Upload.MessageId("overturned 1"):D}.json", world.Messages());
    }

    [Theory]
    [InlineData(Effect.Notify)]
    [InlineData(Effect.NotifyOverturned)]
    [InlineData(Effect.NotifyRescored)]
    public async Task A_result_does_not_change_while_a_message_about_it_is_owed_and_then_it_does(Effect owed)
    {
        await using var world = await WorldAsync();
        var key = (await ScannedAsync(world)).Key(Tenant);
        await world.Stores.States.ChangeAsync(key, there => there with { Open = [owed] }, Token);

        await RescoreAsync(world, 1, Life.Long);
        Assert.Equal(("high", 0), ((await world.StateAsync(Name))!.Model, (await world.StateAsync(Name))!.Rescorings));

        var later = await FlowWorld.StartAsync(data: world.Data); // another process: the champion is looked at anew
        await later.Sweep.RunAsync(Token);
        var state = (await later.StateAsync(Name))!;
        Assert.Equal(("low", 1, 0), (state.Model, state.Rescorings, state.Open.Count));
        Assert.Contains($"{ResultMessage.Of(state, owed).Id:D}.json", later.Messages());
        Assert.Contains($"{state.Upload.MessageId("rescored 1"):D}.json", later.Messages());
    }

    [Fact]
    public async Task What_a_rescoring_finds_comes_to_the_reviewers_and_what_it_takes_away_leaves_them()
    {
        await using var world = await WorldAsync();
        await ScannedAsync(world);
        Assert.Empty(await PendingAsync(world));

        await RescoreAsync(world, 1, Life.Long);
        await SweepAsync(world);
        var item = Assert.Single(await PendingAsync(world));
        Assert.Equal((PendingBucket.Findings, Decision.AiGenerated), (item.Bucket, item.Decision));

        await RescoreAsync(world, 0, Life.Long);
        await SweepAsync(world);
        Assert.Empty(await PendingAsync(world));
        Assert.Null(await world.Stores.Pending.FindAsync(Tenant, Hash, Token));

        await RescoreAsync(world, 1, Life.Long);
        await DecideAsync(world, Ruling.NoFindings); // before the sweep brings it
        await SweepAsync(world);
        Assert.Empty(await PendingAsync(world));
    }

    [Fact]
    public async Task A_rescoring_that_comes_while_effects_are_done_is_told_after_the_reviewers_know_of_it()
    {
        await using var world = await WorldAsync();
        var key = (await ScannedAsync(world)).Key(Tenant);
        var before = (await world.Stores.States.ChangeAsync(key, there => there with { Open = [Effect.Tag] }, Token))!;
        await RescoreAsync(world, 1, Life.Long);

        await world.Get<Effects>().FinishAsync(key, before, Token); // as read before the rescoring
        Assert.Equal([Effect.NotifyRescored], (await world.StateAsync(Name))!.Open);
        Assert.Equal("AiGenerated", (await world.TagsAsync(Name))["Stay Positive verdict"]);

        await SweepAsync(world);
        Assert.Empty((await world.StateAsync(Name))!.Open);
        Assert.Single(await PendingAsync(world));
    }

    /// <summary>A sweep that tells of a rescoring, or a decision, is killed at every write in turn; then comes what could change the words of the message that may have been sent.</summary>
    [Fact]
    public async Task Whoever_is_killed_and_whatever_comes_next_an_id_has_one_body()
    {
        Func<FlowWorld, Life, Task> green = (world, life) => RescoreAsync(world, 1, life);
        var rescorings = await KillAsync([green], (world, _) => world.Sweep.RunAsync(default), [(world, _) => DecideAsync(world, Ruling.NoFindings), (world, life) => RescoreAsync(world, 2, life)]);
        var decisions = await KillAsync([], (world, _) => DecideAsync(world, Ruling.AiGenerated), [green, (world, _) => DecideAsync(world, Ruling.Reopened)]);
        Assert.True(rescorings >= 3 && decisions >= 6, $"{rescorings} and {decisions} kill points"); // the loops have been through all of them
    }

    /// <returns>Kill points.</returns>
    private static async Task<int> KillAsync(Func<FlowWorld, Life, Task>[] before, Func<FlowWorld, Life, Task> killed, Func<FlowWorld, Life, Task>[] next)
    {
        for (var steps = 0; ; steps++)
        {
            var life = new Life(steps);
            foreach (var last in next)
            {
                life = new Life(steps);
                await using var world = await WorldAsync();
                await ScannedAsync(world);
                var bodies = new Dictionary<string, string>();
                foreach (var act in before)
                    await act(world, Life.Long);
                await Record.ExceptionAsync(async () => await killed(await FlowWorld.StartAsync(data: world.Data, life: life), life));
                Remember(world, bodies);
                await last(await FlowWorld.StartAsync(data: world.Data), Life.Long);
                Remember(world, bodies);
                for (var n = 0; n < 2; n++) // what waits for a scan is scanned behind its message
                {
                    await (await FlowWorld.StartAsync(data: world.Data)).Sweep.RunAsync(default);
                    Remember(world, bodies);
                }

                var state = (await world.StateAsync(Name))!;
                Assert.Empty(state.Open);
                Assert.Equal(state.Effective.ToString(), (await world.TagsAsync(Name))["Stay Positive verdict"]);
                Assert.Contains($"{state.MessageId:D}.json", world.Messages());
                Assert.Empty(await world.Get<RescanStore>().ListAsync(Tenant, default).ToListAsync());
            }

            if (life.Taken < steps)
                return steps;
        }
    }

    private static void Remember(FlowWorld world, Dictionary<string, string> bodies)
    {
        foreach (var message in world.Messages().Where(message => !message.Contains('/', StringComparison.Ordinal)))
        {
            var body = File.ReadAllText(Path.Combine(world.Data, "sp-messages", message));
            Assert.Equal(bodies.GetValueOrDefault(message, body), body);
            bodies[message] = body;
        }
    }

    /// <summary>By another process, which looks at the champion anew.</summary>
    private static async Task SweepAsync(FlowWorld world) => await (await FlowWorld.StartAsync(data: world.Data)).Sweep.RunAsync(default);

    private static async Task<List<PendingItem>> PendingAsync(FlowWorld world) => await world.Stores.Pending.AllAsync(Tenant, null, default).ToListAsync();

    private static async Task<UploadState> ScannedAsync(FlowWorld world)
    {
        await world.ScanAsync(Name);
        return (await world.StateAsync(Name))!;
    }

    private static async Task DecideAsync(FlowWorld world, Ruling ruling)
    {
        var newest = (await world.Stores.Labels.NewestAsync(Tenant, Hash, default))?.Number ?? 0;
        await world.Get<Rulings>().DecideAsync(Tenant, Hash, newest, new Label(0, ruling, "ann", DateTimeOffset.UnixEpoch, Blind: false, null), default);
    }

    /// <summary>Another champion, and what it says of the past.</summary>
    private static async Task RescoreAsync(FlowWorld world, int version, Life life)
    {
        var installation = world.Get<Installation>();
        var (target, aliases) = (await installation.Releases.PublishAsync(Versions[version], null, default), installation.Aliases);
        await aliases.MoveAsync(ModelAlias.Champion, await aliases.ReadAsync(ModelAlias.Champion, default), target, "test", "another one", default);
        var results = new MortalStore(installation.Results, life);
        await new Rescorer(results, new StateStore(results, world.Stores.Refs, world.Stores.Tombstones, TimeProvider.System), world.Stores.Measurements, installation.Releases).RunAsync(
            Tenant, target, Versions[version], apply: true, _ => { }, default);
    }

    /// <summary>An upload that nobody has scanned, and the first version as champion.</summary>
    private static async Task<FlowWorld> WorldAsync()
    {
        var data = Directory.CreateTempSubdirectory("repeat-").FullName;
        var installation = new Installation(new InstallationSettings { Data = data }, TimeProvider.System);
        await installation.Aliases.MoveAsync(ModelAlias.Champion, null, await installation.Releases.PublishAsync(Versions[0], null, default), "test", "the first", default);
        var world = await FlowWorld.StartAsync(data: data);
        world.Upload(Name, Image);
        return world;
    }
}
