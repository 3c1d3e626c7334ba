using Microsoft.Extensions.DependencyInjection;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Rescoring;
using StayPositive.Storage.States;
using StayPositive.Storage.Tests;

namespace StayPositive.Functions.Tests.Scanning;

public sealed class RescanTests
{
    private static readonly Scope Scope = new(FlowWorld.Container);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_state_that_waits_for_a_scan_is_renewed_with_its_region_and_the_message_goes_out_once()
    {
        await using var world = await FlowWorld.StartAsync();
        var key = await StaleAsync(world);
        await world.Sweep.RunAsync(Token);
        await world.Sweep.RunAsync(Token);
        var state = (await world.Stores.States.ReadAsync(key, Token))!;
        Assert.Equal((Decision.Inpainted, "Scanned"), (state.Decision, state.Code));
        Assert.NotNull(state.Region);
        Assert.Empty(state.Open);
        Assert.Equal(2, world.Messages().Count); // verdict.made, verdict.rescored
        Assert.Empty(await world.Get<RescanStore>().ListAsync(Scope, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task A_reviewers_decision_stands_and_no_message_goes_out()
    {
        await using var world = await FlowWorld.StartAsync();
        var key = await StaleAsync(world);
        await world.Stores.States.ChangeAsync(key, state => state with { Override = new StateOverride(1, Decision.NoFindings, DateTimeOffset.UnixEpoch) }, Token);
        await world.Flow.RescanAsync(key, Token);
        var state = (await world.Stores.States.ReadAsync(key, Token))!;
        Assert.Equal((Decision.Inpainted, Decision.NoFindings), (state.Decision, state.Effective));
        Assert.Single(world.Messages());
    }

    [Fact]
    public async Task What_has_no_findings_any_more_passes_the_gate()
    {
        await using var world = await FlowWorld.StartAsync(scanning => scanning.CleanContainer = "clean");
        var key = await StaleAsync(world, "coffee.jpg");
        var copy = Path.Combine(world.Data, "clean", "a.jpg");
        File.Delete(copy); // of the first scan
        await world.Flow.RescanAsync(key, Token);
        Assert.True(File.Exists(copy));
    }

    [Fact]
    public async Task A_copy_that_was_owed_before_a_finding_is_not_made()
    {
        await using var world = await FlowWorld.StartAsync(scanning => scanning.CleanContainer = "clean");
        var key = await StaleAsync(world);
        await world.Stores.States.ChangeAsync(key, state => state with { Open = [Effect.Copy] }, Token);
        await world.Flow.SettleAsync(key, Token);
        Assert.Empty((await world.Stores.States.ReadAsync(key, Token))!.Open);
        Assert.False(File.Exists(Path.Combine(world.Data, "clean", "a.jpg")));
    }

    [Fact]
    public async Task An_upload_that_is_gone_waits_no_longer()
    {
        await using var world = await FlowWorld.StartAsync();
        var key = await StaleAsync(world);
        File.Delete(Path.Combine(world.Data, FlowWorld.Container, "a.jpg"));
        Assert.True(await world.Flow.RescanAsync(key, Token));
        Assert.Equal(Rescorer.StaleRegionCode, (await world.Stores.States.ReadAsync(key, Token))!.Code);
    }

    [Fact]
    public async Task One_that_cannot_be_scanned_keeps_no_other_one_waiting()
    {
        await using var world = await FlowWorld.StartAsync();
        var key = await StaleAsync(world);
        var torn = StateKey.Of(Scope, "0.jpg", "1"); // lies before it
        await world.Get<RescanStore>().AddAsync(torn, Token);
        await world.Get<Storage.Installations.Installation>().Results.WriteAsync(new Storage.Objects.ObjectKey($"{Scope}/states/{torn.Blob}/{torn.Upload}"), "{ torn"u8.ToArray(), Storage.Objects.WriteCondition.None, Token);

        Assert.True(await world.Sweep.RescanAsync(Token));
        Assert.Equal("Scanned", (await world.Stores.States.ReadAsync(key, Token))!.Code);
        Assert.False(await world.Sweep.RescanAsync(Token)); // it waits
        Assert.Equal([torn], await world.Get<RescanStore>().ListAsync(Scope, Token).ToListAsync(Token));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_that_is_not_scanned_any_more_waits_no_longer(bool isFiltered)
    {
        await using var world = await FlowWorld.StartAsync();
        var key = await StaleAsync(world);
        if (isFiltered)
            world.Get<Functions.Scanning.ScanningOptions>().ExcludedSuffixes.Add(".JPG");
        else
            for (var n = 0; n < 5; n++)
                await world.Get<AttemptStore>().BeginAsync(key, Token); // processes that ended while they scanned it

        Assert.True(await world.Sweep.RescanAsync(Token));

        Assert.Empty(await world.Get<RescanStore>().ListAsync(Scope, Token).ToListAsync(Token));
        Assert.Equal(Rescorer.StaleRegionCode, (await world.Stores.States.ReadAsync(key, Token))!.Code);
    }

    [Fact]
    public async Task One_that_fails_ten_times_for_a_reason_of_its_own_is_given_up()
    {
        var clock = new ManualClock();
        await using var world = await FlowWorld.StartAsync(wire: services => services.AddSingleton<TimeProvider>(clock));
        var torn = StateKey.Of(Scope, "0.jpg", "1");
        await world.Get<RescanStore>().AddAsync(torn, Token);
        await world.Get<Storage.Installations.Installation>().Results.WriteAsync(new Storage.Objects.ObjectKey($"{Scope}/states/{torn.Blob}/{torn.Upload}"), "{ torn"u8.ToArray(), Storage.Objects.WriteCondition.None, Token);
        for (var n = 0; n < 10; n++)
        {
            Assert.Single(await world.Get<RescanStore>().ListAsync(Scope, Token).ToListAsync(Token));
            await world.Sweep.RescanAsync(Token);
            clock.Advance(TimeSpan.FromMinutes(5));
        }

        Assert.Empty(await world.Get<RescanStore>().ListAsync(Scope, Token).ToListAsync(Token));
    }

    /// <summary>An image, as a rescoring leaves it that has found it and does not know where.</summary>
    private static async Task<StateKey> StaleAsync(FlowWorld world, string sample = "coffee-inpainted.jpg")
    {
        world.Upload("a.jpg", FlowWorld.Sample(sample));
        await world.ScanAsync("a.jpg");
        var key = (await world.StateAsync("a.jpg"))!.Key(Scope);
        await world.Stores.States.ChangeAsync(key, state => state with { Decision = Decision.Inpainted, Code = Rescorer.StaleRegionCode, Region = null }, Token);
        await world.Get<RescanStore>().AddAsync(key, Token);
        return key;
    }
}
