using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Objects;
using StayPositive.Storage.Rescoring;
using StayPositive.Storage.States;

namespace StayPositive.Storage.Tests.Rescoring;

public sealed class RescorerTests : IDisposable
{
    private static readonly (byte, byte, byte) Dark = (20, 20, 20);
    private static readonly (byte, byte, byte) Green = (20, 250, 20);
    private static readonly (byte, byte, byte) Red = (250, 20, 20);

    private readonly RescoreWorld world = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task A_dry_run_counts_and_writes_nothing()
    {
        var old = RescoreWorld.Package("red", [1, 0, 0], 0.6f, 0.5f);
        var key = await world.UploadAsync("green.png", RescoreWorld.Picture(64, Green), old);
        var before = await ObjectsAsync();
        var report = await world.RescoreAsync(RescoreWorld.Package("green", [0, 1, 0], 0.6f, 0.5f), apply: false);
        Assert.Equal((1, 1, "NoFindings -> AiGenerated"), (report.States, report.Changed, report.Moves.Single().Key));
        Assert.Equal(before, await ObjectsAsync());
        Assert.Equal(Decision.NoFindings, (await world.StateAsync(key)).Decision);
    }

    [Fact]
    public async Task What_is_certain_changes_the_state_and_owes_tags_and_a_message_and_a_repeat_changes_nothing_more()
    {
        var old = RescoreWorld.Package("red", [1, 0, 0], 0.6f, 0.5f);
        var young = RescoreWorld.Package("green", [0, 1, 0], 0.6f, 0.5f);
        var key = await world.UploadAsync("green.png", RescoreWorld.Picture(64, Green), old); // no window fits: nothing but the image is judged
        await world.RescoreAsync(young, apply: true);
        var state = await world.StateAsync(key);
        Assert.Equal((Decision.AiGenerated, "green", "Scanned", 1), (state.Decision, state.Model, state.Code, state.Rescorings));
        Assert.Equal([Effect.Tag, Effect.NotifyRescored], state.Open);
        Assert.Equal([key], await world.Installation.States.ListOpenAsync(world.Scope, Cancellation).ToListAsync(Cancellation));
        var again = await world.RescoreAsync(young, apply: true);
        Assert.Equal((1, 0), (again.Current, again.Changed));
        Assert.Equal(state.Revision, (await world.StateAsync(key)).Revision);
    }

    [Fact]
    public async Task A_finding_whose_region_is_not_known_changes_the_state_and_waits_for_a_scan()
    {
        var key = await world.UploadAsync("edit.png", RescoreWorld.Picture(512, Dark, 128, (250, 250, 20)), RescoreWorld.Package("red", [1, 0, 0], 5, 4));
        var report = await world.RescoreAsync(RescoreWorld.Package("green", [0, 1, 0], 0.6f, 0.5f), apply: true);
        Assert.Equal((1, "NoFindings -> Inpainted"), (report.WithoutRegion, report.Moves.Single().Key));
        var state = await world.StateAsync(key);
        Assert.Equal((Decision.Inpainted, Rescorer.StaleRegionCode), (state.Decision, state.Code));
        Assert.Equal([key], await world.Rescans.ListAsync(world.Scope, Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_finding_is_not_taken_away_while_a_window_that_was_not_stored_could_carry_it()
    {
        // The old head found the red square; the new one looks at green, of which there is some everywhere: its own best window is not among those stored.
        var old = RescoreWorld.Package("red", [1, 0, 0], 0.6f, 0.5f);
        var key = await world.UploadAsync("edit.png", RescoreWorld.Picture(512, (20, 90, 20), 128, Red), old);
        Assert.Equal(Decision.Inpainted, (await world.StateAsync(key)).Decision);
        var report = await world.RescoreAsync(RescoreWorld.Package("green", [0, 1, 0], 0.6f, 0.5f), apply: true);
        Assert.Equal((1, 0), (report.Stale, report.Changed));
        Assert.Equal((Decision.Inpainted, "red"), ((await world.StateAsync(key)).Decision, (await world.StateAsync(key)).Model));
        Assert.Equal([key], await world.Rescans.ListAsync(world.Scope, Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_finding_is_taken_away_when_all_evidence_in_one_window_would_not_carry_it()
    {
        var old = RescoreWorld.Package("red", [1, 0, 0], 0.6f, 0.5f);
        var key = await world.UploadAsync("edit.png", RescoreWorld.Picture(512, (20, 1, 20), 128, (250, 1, 20)), old);
        var report = await world.RescoreAsync(RescoreWorld.Package("green", [0, 1, 0], 0.6f, 0.5f), apply: true);
        Assert.Equal((0, 1), (report.Stale, report.Changed));
        Assert.Equal(Decision.NoFindings, (await world.StateAsync(key)).Decision);
    }

    [Fact]
    public async Task A_finding_is_not_taken_away_while_a_size_that_was_never_looked_for_could_carry_it()
    {
        // Measured under a policy that looks for windows of 256 only, in which the square is too dark; the version's own policy has found it at 128.
        var red = RescoreWorld.Package("red", [1, 0, 0], 0.6f, 0.5f);
        var image = RescoreWorld.Picture(512, Dark, 128, Red);
        await world.UploadAsync("first.png", image, red, new Policy { WindowSizes = [256] });
        var key = await world.UploadAsync("edit.png", image, red);
        Assert.Equal(Decision.Inpainted, (await world.StateAsync(key)).Decision);
        var report = await world.RescoreAsync(RescoreWorld.Package("red-2", [1, 0, 0], 0.61f, 0.5f), apply: true);
        Assert.Equal(0, report.Changed);
        Assert.Equal((Decision.Inpainted, "red"), ((await world.StateAsync(key)).Decision, (await world.StateAsync(key)).Model));
        Assert.Contains(key, await world.Rescans.ListAsync(world.Scope, Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task What_the_policy_of_its_prefix_has_judged_waits_for_a_scan_and_is_never_judged_by_the_versions_own()
    {
        var old = RescoreWorld.Package("red", [1, 0, 0], 0.6f, 0.3f);
        var young = RescoreWorld.Package("red-2", [1, 0, 0], 0.6f, 0.3f, new Policy { Version = "own-2" });
        var strict = await world.UploadAsync("strict.png", RescoreWorld.Picture(64, (120, 20, 20)), old, new Policy { Version = "strict-1", FalsePositiveRate = 0.05 });
        var plain = await world.UploadAsync("plain.png", RescoreWorld.Picture(64, Red), old);
        Assert.Equal(Decision.AiGenerated, (await world.StateAsync(strict)).Decision); // Uncertain under the version's own policy

        var report = await world.RescoreAsync(young, apply: true);
        Assert.Equal((1, 0, 1), (report.OtherPolicy, report.Changed, report.Kept)); // the old version's own policy is not the new one's, either: it goes with its version
        Assert.Equal((Decision.AiGenerated, "red", "strict-1"), ((await world.StateAsync(strict)).Decision, (await world.StateAsync(strict)).Model, (await world.StateAsync(strict)).Policy));
        Assert.Equal([strict], await world.Rescans.ListAsync(world.Scope, Cancellation).ToListAsync(Cancellation));

        // The scan has judged it by the new version and its prefix's policy: then there is nothing more to do.
        var target = await world.TargetAsync(young);
        await world.Installation.States.ChangeAsync(strict, state => state with { Model = target.Version, ModelManifest = target.Manifest }, Cancellation);
        Assert.Equal((1, 0), ((await world.RescoreAsync(young, apply: true)).Current, (await world.RescoreAsync(young, apply: true)).OtherPolicy));
        Assert.Equal("own-2", (await world.Installation.Releases.ReadPolicyAsync(target, Cancellation)).Version);
        Assert.Equal(Decision.AiGenerated, (await world.StateAsync(plain)).Decision);
    }

    [Fact]
    public async Task A_version_that_goes_over_all_uploads_makes_another_one_that_was_stopped_begin_again()
    {
        var (old, red, green) = (RescoreWorld.Package("blue", [0, 0, 1], 0.6f, 0.5f), RescoreWorld.Package("red", [1, 0, 0], 0.6f, 0.5f), RescoreWorld.Package("green", [0, 1, 0], 0.6f, 0.5f));
        var keys = new List<Storage.Keys.StateKey>();
        for (var n = 0; n < 300; n++) // more than a batch
            keys.Add(await world.UploadAsync($"{n:D3}.png", RescoreWorld.Picture(16, (20, 250, 20)), old));
        var written = 0;
        var mortal = new BeforeWrite(world.Installation.Results, key => key.Contains("/states/", StringComparison.Ordinal) && Interlocked.Increment(ref written) > 260, () => throw new KilledException()); // in its second batch
        var states = new StateStore(mortal, world.Installation.Refs, world.Installation.Tombstones, TimeProvider.System);
        await Assert.ThrowsAnyAsync<KilledException>(() => world.RescoreAsync(green, apply: true, new Rescorer(mortal, states, world.Installation.Measurements, world.Installation.Releases)));
        await ToldAsync(keys);
        await world.RescoreAsync(red, apply: true); // takes the findings away again
        await ToldAsync(keys);
        Assert.Equal(Decision.NoFindings, (await world.StateAsync(keys[0])).Decision);

        Assert.Equal(300, (await world.RescoreAsync(green, apply: true)).States);
        Assert.Equal(Decision.AiGenerated, (await world.StateAsync(keys[0])).Decision);
    }

    [Fact]
    public async Task A_score_within_float16_of_its_threshold_waits_for_a_scan()
    {
        var old = RescoreWorld.Package("red", [1, 0, 0], 0.9f, 0.8f);
        var key = await world.UploadAsync("grey.png", RescoreWorld.Picture(64, (100, 101, 102)), old);
        var report = await world.RescoreAsync(RescoreWorld.Package("green", [0, 1, 0], 101f / 255 + 1e-5f, 0.3f), apply: true);
        Assert.Equal(1, report.TooNear);
        Assert.Equal("red", (await world.StateAsync(key)).Model);
        Assert.Equal([key], await world.Rescans.ListAsync(world.Scope, Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_reviewers_decision_stands_and_nothing_is_told_to_anybody()
    {
        var key = await world.UploadAsync("green.png", RescoreWorld.Picture(64, Green), RescoreWorld.Package("red", [1, 0, 0], 0.6f, 0.5f));
        await world.Installation.States.ChangeAsync(key, state => state with { Override = new StateOverride(1, Decision.NoFindings, DateTimeOffset.UnixEpoch) }, Cancellation);
        var report = await world.RescoreAsync(RescoreWorld.Package("green", [0, 1, 0], 0.6f, 0.5f), apply: true);
        Assert.Equal((1, 1), (report.Changed, report.Overridden));
        var state = await world.StateAsync(key);
        Assert.Equal((Decision.AiGenerated, Decision.NoFindings), (state.Decision, state.Effective));
        Assert.Empty(state.Open);
    }

    [Theory]
    [InlineData(Effect.Notify)]
    [InlineData(Effect.NotifyOverturned)]
    [InlineData(Effect.NotifyRescored)]
    public async Task A_state_that_owes_a_message_waits_for_a_scan_so_that_a_repeat_has_the_same_body(Effect owed)
    {
        var key = await world.UploadAsync("green.png", RescoreWorld.Picture(64, Green), RescoreWorld.Package("red", [1, 0, 0], 0.6f, 0.5f));
        await world.Installation.States.ChangeAsync(key, state => state with { Open = [Effect.Tag, owed] }, Cancellation);
        var report = await world.RescoreAsync(RescoreWorld.Package("green", [0, 1, 0], 0.6f, 0.5f), apply: true);
        Assert.Equal((1, 0), (report.Stale, report.Changed));
        Assert.Equal(Decision.NoFindings, (await world.StateAsync(key)).Decision);
        Assert.Equal([key], await world.Rescans.ListAsync(world.Scope, Cancellation).ToListAsync(Cancellation));
        await Assert.ThrowsAsync<InvalidOperationException>(() => world.Installation.States.ChangeAsync(key, state => state with { Score = 7 }, Cancellation));
    }

    [Fact]
    public async Task There_and_back_again_each_change_has_a_message_of_its_own()
    {
        var (red, green) = (RescoreWorld.Package("red", [1, 0, 0], 0.6f, 0.5f), RescoreWorld.Package("green", [0, 1, 0], 0.6f, 0.5f));
        var key = await world.UploadAsync("green.png", RescoreWorld.Picture(64, Green), red);
        for (var n = 1; n <= 3; n++)
        {
            await world.RescoreAsync(n % 2 == 1 ? green : red, apply: true);
            Assert.Equal(n, (await world.StateAsync(key)).Rescorings);
            await world.Installation.States.FinishAsync(key, [Effect.Tag, Effect.NotifyRescored, Effect.Copy], Cancellation);
        }
    }

    [Fact]
    public async Task Without_a_measurement_the_upload_waits_for_a_scan()
    {
        var key = await world.UploadAsync("a.png", RescoreWorld.Picture(64, Green), RescoreWorld.Package("red", [1, 0, 0], 0.6f, 0.5f));
        foreach (var entry in await world.Installation.Results.ListAsync("uploads/measurements/", null, Cancellation).ToListAsync(Cancellation))
            await world.Installation.Results.DeleteAsync(entry.Key, null, Cancellation);
        Assert.Equal(1, (await world.RescoreAsync(RescoreWorld.Package("green", [0, 1, 0], 0.6f, 0.5f), apply: true)).Unmeasured);
        Assert.Equal([key], await world.Rescans.ListAsync(world.Scope, Cancellation).ToListAsync(Cancellation));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task Stopped_at_any_write_and_started_again_it_ends_as_if_it_had_never_been_stopped(int writes)
    {
        var old = RescoreWorld.Package("red", [1, 0, 0], 0.6f, 0.5f);
        var young = RescoreWorld.Package("green", [0, 1, 0], 0.6f, 0.5f);
        for (var n = 0; n < 6; n++)
            await world.UploadAsync($"{n}.png", RescoreWorld.Picture(64, (20, (byte)(40 * n), 20)), old);
        var mortal = new MortalStore(world.Installation.Results, new Life(writes));
        var states = new StateStore(mortal, world.Installation.Refs, world.Installation.Tombstones, TimeProvider.System);
        await Assert.ThrowsAnyAsync<KilledException>(() => world.RescoreAsync(young, apply: true, new Rescorer(mortal, states, world.Installation.Measurements, world.Installation.Releases)));
        await world.RescoreAsync(young, apply: true);
        for (var n = 0; n < 6; n++)
        {
            var state = await world.StateAsync(StayPositive.Storage.Keys.StateKey.Of(world.Scope, $"{n}.png", "\"1\""));
            Assert.Equal(n >= 4 ? (Decision.AiGenerated, "green") : (Decision.NoFindings, "red"), (state.Decision, state.Model));
        }

        Assert.Equal(2, await world.Installation.States.ListOpenAsync(world.Scope, Cancellation).CountAsync(Cancellation));
        Assert.Empty(await world.Installation.Results.ListAsync("uploads/rescoring/", null, Cancellation).ToListAsync(Cancellation));
    }

    private async Task ToldAsync(IEnumerable<Storage.Keys.StateKey> keys)
    {
        foreach (var key in keys)
            await world.Installation.States.FinishAsync(key, [Effect.Tag, Effect.NotifyRescored, Effect.Copy], Cancellation);
    }

    private async Task<string[]> ObjectsAsync() =>
        await world.Installation.Results.ListAsync("", null, Cancellation).Select(async (ObjectEntry entry, CancellationToken stop) => $"{entry.Key} {(await world.Installation.Results.ReadAsync(entry.Key, stop))!.ETag}").ToArrayAsync(Cancellation);
}
