using CsCheck;
using StayPositive.Detector.Models;
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

    /// <summary>Calls nothing a finding, everything, and what the first does with other words.</summary>
    private static readonly ModelPackage[] Versions = [RescoreWorld.Package("high", [1, 0, 0], 5, 4), RescoreWorld.Package("low", [1, 0, 0], 0.1f, 0.05f), RescoreWorld.Package("middle", [0, 1, 0], 0.45f, 0.2f)];

    /// <summary>What may happen to an upload.</summary>
    private enum Act
    {
        Scan,
        Sweep,
        Rescore,
        Clear,
        Confirm,
        Reopen,
    }

    [Fact]
    public async Task A_decision_about_a_rescored_upload_changes_nothing_of_the_message_before_it()
    {
        await using var world = await WorldAsync();
        var state = await ScannedAsync(world);
        await RescoreAsync(world, 1, Life.Long);
        var sent = ResultMessage.Of((await world.StateAsync(Name))!, Effect.NotifyRescored); // sent, and the process is killed before it is recorded
        Assert.Equal(state.Upload.MessageId("rescored 1"), sent.Id);

        await DecideAsync(world, Ruling.NoFindings);

        Assert.Equal(sent.ToJson(), await File.ReadAllBytesAsync(Path.Combine(world.Data, "sp-messages", $"{sent.Id:D}.json"))); // sent again
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
        await world.Stores.States.ChangeAsync(key, there => there with { Open = [owed] }, default);

        await RescoreAsync(world, 1, Life.Long);
        Assert.Equal(("high", 0), ((await world.StateAsync(Name))!.Model, (await world.StateAsync(Name))!.Rescorings));

        var later = await FlowWorld.StartAsync(data: world.Data); // another process: the champion is looked at anew
        await later.Sweep.RunAsync(default);
        var state = (await later.StateAsync(Name))!;
        Assert.Equal(("low", 1, 0), (state.Model, state.Rescorings, state.Open.Count));
        Assert.Contains($"{ResultMessage.Of(state, owed).Id:D}.json", later.Messages());
        Assert.Contains($"{state.Upload.MessageId("rescored 1"):D}.json", later.Messages());
    }

    /// <summary>Scans, sweeps, rescorings and decisions in any order, each process killed somewhere.</summary>
    [Fact]
    public void Whatever_comes_and_whoever_is_killed_an_id_has_one_body() => Gen.Select(Gen.Enum<Act>(), Gen.Int[0, 30], Gen.Int[0, Versions.Length - 1]).Array[2, 9].Sample(
        acts => ActAsync(acts).GetAwaiter().GetResult(), seed: "0N0XIzNsQ0O1", iter: 40, threads: 1);

    private static async Task ActAsync((Act Act, int Steps, int Version)[] acts)
    {
        await using var world = await WorldAsync();
        var bodies = new Dictionary<string, string>();
        foreach (var (act, steps, version) in acts)
        {
            var life = new Life(steps);
            var mortal = await FlowWorld.StartAsync(data: world.Data, life: life);
            await Record.ExceptionAsync(() => act switch
            {
                Act.Scan => mortal.ScanAsync(Name),
                Act.Sweep => mortal.Sweep.RunAsync(default),
                Act.Rescore => RescoreAsync(mortal, version, life),
                Act.Clear => DecideAsync(mortal, Ruling.NoFindings),
                Act.Confirm => DecideAsync(mortal, Ruling.AiGenerated),
                _ => DecideAsync(mortal, Ruling.Reopened),
            });
            Remember(world, bodies);
        }

        for (var n = 0; n < 2; n++)
        {
            var last = await FlowWorld.StartAsync(data: world.Data);
            await last.Sweep.RunAsync(default);
            Remember(world, bodies);
        }

        var state = (await world.StateAsync(Name))!;
        Assert.Empty(state.Open);
        Assert.Equal(state.Effective.ToString(), (await world.TagsAsync(Name))["Stay Positive verdict"]);
        Assert.Contains($"{state.MessageId:D}.json", world.Messages());
        Assert.Empty(await world.Get<RescanStore>().ListAsync(Tenant, default).ToListAsync());
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
        await new Rescorer(results, new StateStore(results, world.Stores.Refs, world.Stores.Tombstones, TimeProvider.System), world.Stores.Measurements).RunAsync(
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
