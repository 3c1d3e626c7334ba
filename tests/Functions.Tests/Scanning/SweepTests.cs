using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using StayPositive.Functions.Doors;
using StayPositive.Functions.Messages;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;
using StayPositive.Storage.States;
using StayPositive.Storage.Tests;
using StayPositive.Storage.Uploads;

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

    [Fact]
    public async Task A_sweep_whose_time_is_over_is_gone_on_with_and_every_upload_is_scanned_once()
    {
        await using var world = await FlowWorld.StartAsync(wire: services => services.AddSingleton<TimeProvider>(new SteppingClock(TimeSpan.FromSeconds(10))));
        for (var n = 0; n < 30; n++)
            world.Upload($"{n:D2}.txt", Encoding.UTF8.GetBytes($"no image {n}"));
        var (due, sweeps) = (0, 0);
        for (; due < 30 && sweeps < 30; sweeps++)
        {
            var report = await world.Sweep.RunAsync(Token);
            Assert.InRange(report.Listed, 1, 10); // a listing may take 90 s
            Assert.InRange(report.Due, 1, 10); // and with the scans two minutes
            due += report.Due;
        }

        Assert.Equal((30, 30), (due, world.Messages().Count));
        Assert.InRange(sweeps, 4, 20);
    }

    [Fact]
    public async Task Effects_that_always_fail_keep_no_others_behind_them_from_being_done()
    {
        var (clock, messages) = (new ManualClock(), new Refusing("a", "z"));
        await using var world = await FlowWorld.StartAsync(options => options.SweepLimit = 2, wire: services => services.AddSingleton<TimeProvider>(clock).AddSingleton<IResultMessages>(messages));
        string[] names = ["a0.txt", "a1.txt", "a2.txt", "a3.txt", "z.txt"];
        foreach (var name in names)
        {
            world.Upload(name, Encoding.UTF8.GetBytes(name));
            await Assert.ThrowsAsync<IOException>(() => world.ScanAsync(name));
        }

        messages.Prefixes = ["a"];
        for (var n = 0; n < 3; n++)
        {
            await world.Sweep.RunAsync(Token);
            clock.Advance(TimeSpan.FromMinutes(5)); // all may be tried again
        }

        Assert.Empty((await world.StateAsync("z.txt"))!.Open);
        Assert.Equal([Effect.Notify], (await world.StateAsync("a0.txt"))!.Open); // the tags are there
    }

    [Fact]
    public async Task A_copy_that_cannot_be_made_does_not_repeat_the_message_before_it()
    {
        var (clock, messages) = (new ManualClock(), new Refusing());
        await using var world = await FlowWorld.StartAsync(options => options.CleanContainer = "clean", wire: services => services.AddSingleton<TimeProvider>(clock).AddSingleton<IResultMessages>(messages));
        Directory.Delete(Path.Combine(world.Data, "clean"));
        await File.WriteAllTextAsync(Path.Combine(world.Data, "clean"), "a file where the container should be", Token);
        world.Upload("a.jpg", FlowWorld.Sample(ScanFlowTests.Photo));
        for (var n = 0; n < 4; n++)
        {
            await world.Sweep.RunAsync(Token);
            clock.Advance(TimeSpan.FromMinutes(5));
        }

        Assert.Equal(1, messages.Sent);
        Assert.Equal([Effect.Copy], (await world.StateAsync("a.jpg"))!.Open);
    }

    [Fact]
    public async Task Neither_a_torn_erasure_nor_foreign_objects_keep_uploads_from_being_scanned()
    {
        await using var world = await FlowWorld.StartAsync();
        var results = world.Get<Installation>().Results;
        foreach (var key in new[] { "erasing/0", "states/notes.txt", "open/notes.txt", "rescans/notes.txt" })
            await results.WriteAsync(new ObjectKey($"{FlowWorld.Container}/{key}"), "{ torn"u8.ToArray(), WriteCondition.None, Token);
        world.Upload("a.txt", "no image"u8.ToArray());

        await new Invocations(world.Flow, world.Sweep, null!, TimeProvider.System, NullLogger<Invocations>.Instance).SweepAsync(Timeout.InfiniteTimeSpan, Token);

        Assert.Empty((await world.StateAsync("a.txt"))!.Open);
    }

    [Fact]
    public async Task A_fault_of_an_uploads_own_ends_with_a_state_after_minutes_and_not_after_seconds()
    {
        var clock = new ManualClock();
        await using var world = await FlowWorld.StartAsync(wire: services => services.AddSingleton<TimeProvider>(clock));
        var content = FlowWorld.Sample(ScanFlowTests.Photo);
        world.Upload("a.jpg", content);
        await world.Get<Installation>().Review.WriteAsync(new ObjectKey($"{FlowWorld.Container}/labels/{ContentHash.Of(content)}/000001.json"), "{ torn"u8.ToArray(), WriteCondition.None, Token); // whoever scans this content fails
        for (var n = 0; n < 120; n++)
        {
            Assert.Null(await world.StateAsync("a.jpg"));
            await world.Sweep.RunAsync(Token);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        clock.Advance(TimeSpan.FromMinutes(5));
        await world.Sweep.RunAsync(Token);
        clock.Advance(TimeSpan.FromMinutes(5));
        await world.Sweep.RunAsync(Token);
        Assert.Equal("Poisoned", (await world.StateAsync("a.jpg"))!.Code);
    }

    [Theory]
    [InlineData(4, "Scanned")]
    [InlineData(5, "Poisoned")]
    public async Task An_upload_under_which_five_processes_ended_is_not_scanned_a_sixth_time(int ended, string code)
    {
        await using var world = await FlowWorld.StartAsync();
        world.Upload("a.jpg", FlowWorld.Sample(ScanFlowTests.Photo));
        for (var n = 0; n < ended; n++)
            await BeginAsync(world, "a.jpg");

        await world.Sweep.RunAsync(Token);

        var state = (await world.StateAsync("a.jpg"))!;
        Assert.Equal((code, 0), (state.Code, state.Open.Count));
        Assert.Single(world.Messages());
        Assert.Empty(await world.Get<AttemptStore>().ListAsync(new Scope(FlowWorld.Container), Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Uploads_whose_scan_did_not_end_go_first_and_one_by_one()
    {
        await using var world = await FlowWorld.StartAsync();
        for (var n = 0; n < 8; n++)
            world.Upload($"{n}.txt", Encoding.UTF8.GetBytes($"no image {n}"));
        await BeginAsync(world, "7.txt");
        await BeginAsync(world, "5.txt");

        await world.Sweep.RunAsync(Token);

        var states = new List<UploadState>();
        for (var n = 0; n < 8; n++)
            states.Add((await world.StateAsync($"{n}.txt"))!);
        Assert.Equal(["5.txt", "7.txt"], states.OrderBy(state => state.ScannedAt).Select(state => state.Upload.Blob).Take(2));
    }

    private static async Task BeginAsync(FlowWorld world, string name)
    {
        var entry = (await world.Stores.Uploads.FindAsync(new UploadName(FlowWorld.Container, name), Token))!;
        await world.Get<AttemptStore>().BeginAsync(StateKey.Of(new Scope(FlowWorld.Container), name, entry.Version.ETag), Token);
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

    /// <summary>Refuses messages about some blobs.</summary>
    private sealed class Refusing(params string[] prefixes) : IResultMessages
    {
        private int sent;

        public string[] Prefixes { get; set; } = prefixes;

        public int Sent => sent;

        public Task SendAsync(ResultMessage message, CancellationToken cancellation)
        {
            if (Prefixes.Any(prefix => message.Blob.StartsWith(prefix, StringComparison.Ordinal)))
                throw new IOException("refused");
            Interlocked.Increment(ref sent);
            return Task.CompletedTask;
        }
    }
}
