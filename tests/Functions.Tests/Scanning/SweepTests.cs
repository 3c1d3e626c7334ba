using StayPositive.Storage.Keys;
using StayPositive.Storage.States;

namespace StayPositive.Functions.Tests.Scanning;

public sealed class SweepTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sweep_finds_what_no_event_told_and_then_nothing_more()
    {
        await using var world = await FlowWorld.StartAsync();
        string[] names = ["a.jpg", "A.jpg", "a/b.jpg", "a-b.jpg", "a.b/c.jpg", "ä ö.jpg", "😀.jpg", "z" + new string('x', 200) + ".jpg", "0.jpg", "<script>alert(1)</script>.jpg", "new\nline.jpg"];
        foreach (var name in names)
            world.Upload(name, FlowWorld.Sample(ScanFlowTests.Photo));
        var first = await SettledAsync(world, names.Length);
        var second = await world.Sweep.RunAsync(Token);

        Assert.Equal(names.Length, first);
        Assert.Equal((names.Length, 0, 0), (second.Listed, second.Due, second.Failed));
        foreach (var name in names)
            Assert.Empty((await world.StateAsync(name))!.Open);
        Assert.Equal(names.Length, world.Messages().Count);
    }

    [Fact]
    public async Task A_sweep_finishes_the_effects_of_a_scan_that_was_killed_behind_its_state()
    {
        await using var world = await FlowWorld.StartAsync();
        world.Upload("a.jpg", FlowWorld.Sample(ScanFlowTests.Photo));
        await world.ScanAsync("a.jpg");
        var done = (await world.StateAsync("a.jpg"))!;
        await world.Stores.States.ChangeAsync(done.Key(new Scope(FlowWorld.Container)), state => state with { Open = [Effect.Tag, Effect.Notify] }, Token); // as the state was before its effects

        var report = await world.Sweep.RunAsync(Token);

        Assert.Equal((1, 0, 0), (report.Settled, report.Due, report.Failed));
        Assert.Empty((await world.StateAsync("a.jpg"))!.Open);
        Assert.Single(world.Messages()); // the same message again
    }

    [Fact]
    public async Task A_bounded_sweep_goes_on_where_the_last_one_ended()
    {
        await using var world = await FlowWorld.StartAsync(options => options.SweepLimit = 3);
        for (var n = 0; n < 8; n++)
            world.Upload($"{n}.txt", "no image"u8.ToArray());

        Assert.Equal(8, await SettledAsync(world, 8));
    }

    [Fact]
    public async Task A_container_that_cannot_be_listed_keeps_no_other_one_waiting()
    {
        await using var world = await FlowWorld.StartAsync(options => options.Containers.Add("second"));
        Directory.Delete(Path.Combine(world.Data, FlowWorld.Container));
        await File.WriteAllTextAsync(Path.Combine(world.Data, "second", "a.txt"), "no image", Token);
        File.SetLastWriteTimeUtc(Path.Combine(world.Data, "second", "a.txt"), DateTime.UnixEpoch);

        var report = await world.Sweep.RunAsync(Token);

        Assert.Equal((1, 1), (report.Due, report.Failed));
        Assert.Equal(1, await world.Stores.States.ListAsync(new Scope("second"), null, Token).CountAsync(Token));
    }

    [Fact]
    public async Task What_an_effect_fails_for_is_not_tried_with_every_sweep_and_fails_are_counted()
    {
        await using var world = await FlowWorld.StartAsync();
        world.Upload("a.txt", "no image"u8.ToArray());
        await File.WriteAllTextAsync(Path.Combine(world.Data, "sp-tags"), "a file where the folder should be", Token);

        var failed = 0;
        for (var n = 0; n < 10; n++)
            failed += (await world.Sweep.RunAsync(Token)).Failed;

        Assert.InRange(failed, 2, 5); // the scan, and the effect at once and half a second later
    }

    /// <summary>The folder lists a file only when it has seen it rest.</summary>
    private static async Task<int> SettledAsync(FlowWorld world, int expected)
    {
        var due = 0;
        for (var round = 0; round < 20 && due < expected; round++)
        {
            due += (await world.Sweep.RunAsync(Token)).Due;
            await Task.Delay(300, Token);
        }

        return due;
    }
}
