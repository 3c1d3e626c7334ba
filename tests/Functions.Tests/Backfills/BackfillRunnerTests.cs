using Microsoft.Extensions.Logging.Abstractions;
using StayPositive.EndToEnd.Tests;
using StayPositive.Functions.Backfills;
using StayPositive.Functions.Scanning;
using StayPositive.Functions.Tests.Scanning;
using StayPositive.Functions.Web.Backfills;
using StayPositive.Storage.Backfills;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;

namespace StayPositive.Functions.Tests.Backfills;

public sealed class BackfillRunnerTests
{
    private static readonly Scope Scope = new(FlowWorld.Container);
    private readonly ShiftedClock clock = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_counts_first_and_scans_nothing_until_somebody_says_so()
    {
        await using var world = await WorldAsync("a/", 30);
        world.Upload("b/other.bmp", TinyImage.Bmp(100));
        Assert.Equal(FlowOutcome.Scanned, await world.ScanAsync("a/00.bmp"));
        var (store, runner) = Runner(world);
        var id = (await store.AddAsync(Scope, FlowWorld.Container, "a/", null, "test", Cancellation)).Id;
        for (var n = 0; n < 3; n++)
            await runner.StepAsync(Cancellation);

        var counted = (await store.ReadAsync(Scope, id, Cancellation))!;
        var (bytes, pixels) = (Enumerable.Range(0, 30).Sum(n => TinyImage.Bmp(n).Length), Enumerable.Range(1, 29).Sum(n => Pixels(TinyImage.Bmp(n))));
        Assert.Equal((BackfillStatus.Ready, 30L, (long)bytes, 29L), (counted.Status, counted.Count.Blobs, counted.Count.Bytes, counted.Count.Due));
        Assert.Equal(BackfillProgress.None, counted.Progress);
        Assert.InRange(counted.Count.Megapixels()!.Value, 0.8 * pixels / 1e6, 1.2 * pixels / 1e6); // BMP: nearly 3 bytes a pixel
        Assert.Null(await world.StateAsync("a/01.bmp"));

        await DoAsync(store, id, "run");
        await FinishAsync(runner);
        var done = (await store.ReadAsync(Scope, id, Cancellation))!;
        Assert.Equal((BackfillStatus.Done, 30L, 29L, 1L, 0L), (done.Status, done.Progress.Taken, done.Progress.Scanned, done.Progress.Known, done.Progress.Failed));
        Assert.Equal(pixels / 1e6, done.Progress.Megapixels, 6);
        Assert.Null(await world.StateAsync("b/other.bmp"));
        Assert.Equal($"backfill {id}", (await world.StateAsync("a/29.bmp"))!.CorrelationId);
    }

    [Fact]
    public async Task A_pause_holds_after_the_page_and_a_resume_goes_on_behind_it()
    {
        await using var world = await WorldAsync("", 100);
        var (store, runner) = Runner(world);
        var id = await ReadyAsync(store, runner);
        await DoAsync(store, id, "run");
        for (var pages = 0; pages < 7; pages++)
            Assert.True(await runner.StepAsync(Cancellation));
        await DoAsync(store, id, "pause");
        for (var n = 0; n < 3; n++)
            Assert.False(await runner.StepAsync(Cancellation));
        var paused = (await store.ReadAsync(Scope, id, Cancellation))!;
        Assert.Equal((BackfillStatus.Paused, 35L), (paused.Status, paused.Progress.Taken));

        await DoAsync(store, id, "resume");
        var steps = 0;
        while (await runner.StepAsync(Cancellation))
            steps++;
        var done = (await store.ReadAsync(Scope, id, Cancellation))!;
        Assert.Equal((BackfillStatus.Done, 100L, 100L, 13), (done.Status, done.Progress.Taken, done.Progress.Scanned, steps)); // 20 pages in all, and an empty one
        for (var n = 0; n < 100; n++)
            Assert.NotNull(await world.StateAsync($"{n:D2}.bmp"));
    }

    [Fact]
    public async Task A_day_s_budget_defers_the_rest_to_the_next_day_and_says_so()
    {
        await using var world = await WorldAsync("", 20);
        var (store, runner) = Runner(world);
        var id = (await store.AddAsync(Scope, FlowWorld.Container, "", 0.02, "test", Cancellation)).Id;
        await runner.StepAsync(Cancellation);
        await DoAsync(store, id, "run");
        var days = 0;
        for (; (await store.ReadAsync(Scope, id, Cancellation))!.Status != BackfillStatus.Done; days++)
        {
            await FinishAsync(runner);
            var there = (await store.ReadAsync(Scope, id, Cancellation))!;
            Assert.InRange(there.DayMegapixels, 0, 0.02 + 96 * 96 / 1e6); // at most one image more
            if (there.Status == BackfillStatus.Done)
                continue;
            Assert.Equal(BackfillStatus.Deferred, there.Status);
            Assert.Contains("budget", BackfillAnswer.Of(there, new BackfillOptions()).Alert!, StringComparison.Ordinal);
            Assert.Equal(TimeSpan.Zero, there.DeferredUntil!.Value.TimeOfDay);
            Assert.False(await runner.StepAsync(Cancellation)); // it waits
            clock.Shift += there.DeferredUntil.Value - clock.GetUtcNow() + TimeSpan.FromSeconds(1);
        }

        Assert.InRange(days, 3, 6);
        var progress = (await store.ReadAsync(Scope, id, Cancellation))!.Progress;
        Assert.Equal((20L, 20L), (progress.Taken, progress.Scanned));
    }

    [Fact]
    public async Task What_was_scanned_before_the_time_was_over_is_noted_and_counts_against_the_day_s_budget()
    {
        using var over = new CancellationTokenSource();
        await using var world = await FlowWorld.StartAsync(stores: there => there with { Uploads = new WatchedUploads(there.Uploads) { Finding = name => (name == "03.bmp" ? over.CancelAsync() : Task.CompletedTask) } });
        for (var n = 0; n < 10; n++)
            world.Upload($"{n:D2}.bmp", TinyImage.Bmp(n));
        var (store, runner) = Runner(world);
        var id = await ReadyAsync(store, runner);
        await DoAsync(store, id, "run");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => runner.StepAsync(over.Token));
        var there = (await store.ReadAsync(Scope, id, Cancellation))!;
        Assert.Equal((3L, "02.bmp", null), (there.Progress.Scanned, there.Cursor, there.Owner));
        Assert.Equal(Enumerable.Range(0, 3).Sum(n => Pixels(TinyImage.Bmp(n))) / 1e6, there.DayMegapixels, 6);
        await FinishAsync(runner);
        Assert.Equal((BackfillStatus.Done, 10L, 10L), ((await store.ReadAsync(Scope, id, Cancellation))!.Status, (await store.ReadAsync(Scope, id, Cancellation))!.Progress.Taken, (await store.ReadAsync(Scope, id, Cancellation))!.Progress.Scanned));
    }

    [Fact]
    public async Task A_listing_is_read_once_for_all_its_pages()
    {
        var listings = 0;
        await using var world = await FlowWorld.StartAsync(stores: there => there with { Uploads = new WatchedUploads(there.Uploads) { Listing = () => listings++ } });
        for (var n = 0; n < 60; n++)
            world.Upload($"{n:D2}.bmp", TinyImage.Bmp(n % 3));
        var (store, runner) = Runner(world);
        var id = await ReadyAsync(store, runner);
        await DoAsync(store, id, "run");
        listings = 0;
        await FinishAsync(runner); // 12 pages of 5
        Assert.Equal((BackfillStatus.Done, 60L), ((await store.ReadAsync(Scope, id, Cancellation))!.Status, (await store.ReadAsync(Scope, id, Cancellation))!.Progress.Taken));
        Assert.Equal(1, listings);
    }

    [Fact]
    public async Task An_upload_that_cannot_be_scanned_is_passed_over_after_three_attempts()
    {
        await using var world = await WorldAsync("", 12);
        var (store, runner) = Runner(world);
        var id = await ReadyAsync(store, runner);
        await world.Get<Installation>().Review.WriteAsync(new ObjectKey($"{Scope}/labels/{ContentHash.Of(TinyImage.Bmp(7))}/000001.json"), "no label"u8.ToArray(), WriteCondition.None, Cancellation);
        await DoAsync(store, id, "run");
        var tries = 0;
        for (; (await store.ReadAsync(Scope, id, Cancellation))!.Status != BackfillStatus.Done; tries++)
        {
            await FinishAsync(runner);
            Assert.InRange(tries, 0, 5);
        }

        var done = (await store.ReadAsync(Scope, id, Cancellation))!;
        Assert.Equal((12L, 11L, 1L), (done.Progress.Taken, done.Progress.Scanned, done.Progress.Failed));
        Assert.Contains("1 uploads could not be scanned", BackfillAnswer.Of(done, new BackfillOptions()).Alert!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_done_is_noted_once_and_never_undoes_a_pause()
    {
        await using var world = await WorldAsync("", 1);
        var (store, _) = Runner(world);
        var before = await store.AddAsync(Scope, FlowWorld.Container, "", null, "test", Cancellation) with { Status = BackfillStatus.Running };
        var after = before with { Cursor = "b", Progress = BackfillProgress.None with { Taken = 2, Scanned = 2 } };
        Assert.Equal(BackfillStatus.Running, BackfillRunner.Merged(before, before, after)!.Status);
        var paused = BackfillRunner.Merged(before with { Status = BackfillStatus.Paused }, before, after)!;
        Assert.Equal((BackfillStatus.Paused, "b", 2L), (paused.Status, paused.Cursor, paused.Progress.Taken));
        Assert.Equal(BackfillStatus.Cancelled, BackfillRunner.Merged(before with { Status = BackfillStatus.Cancelled }, before, after with { Status = BackfillStatus.Done })!.Status);
        Assert.Null(BackfillRunner.Merged(after, before, after)); // another process was first
    }

    [Fact]
    public async Task Another_process_leaves_a_page_to_its_owner_until_the_lease_ends()
    {
        await using var world = await WorldAsync("", 5);
        var (store, runner) = Runner(world);
        var id = await ReadyAsync(store, runner);
        await DoAsync(store, id, "run");
        await store.ChangeAsync(Scope, id, there => there with { Owner = "another", OwnedUntil = clock.GetUtcNow().AddSeconds(30) }, Cancellation);
        Assert.False(await runner.StepAsync(Cancellation));
        clock.Shift = TimeSpan.FromSeconds(31);
        await FinishAsync(runner);
        Assert.Equal(BackfillStatus.Done, (await store.ReadAsync(Scope, id, Cancellation))!.Status);
    }

    [Theory]
    [InlineData("run", BackfillStatus.Ready, BackfillStatus.Running)]
    [InlineData("pause", BackfillStatus.Deferred, BackfillStatus.Paused)]
    [InlineData("resume", BackfillStatus.Paused, BackfillStatus.Running)]
    [InlineData("cancel", BackfillStatus.Counting, BackfillStatus.Cancelled)]
    [InlineData("run", BackfillStatus.Counting, null)]
    [InlineData("run", BackfillStatus.Running, null)]
    [InlineData("resume", BackfillStatus.Done, null)]
    [InlineData("pause", BackfillStatus.Ready, null)]
    [InlineData("cancel", BackfillStatus.Done, null)]
    public void Only_some_actions_fit_where_it_stands(string action, BackfillStatus from, BackfillStatus? to)
    {
        var backfill = new Backfill { Id = "x", Container = "uploads", Prefix = "", Status = from, CreatedBy = "test", CreatedAt = clock.GetUtcNow(), ChangedAt = clock.GetUtcNow() };
        Assert.Equal(to, BackfillAction.Apply(action, backfill)?.Status);
    }

    private static async Task<FlowWorld> WorldAsync(string prefix, int uploads)
    {
        var world = await FlowWorld.StartAsync();
        for (var n = 0; n < uploads; n++)
            world.Upload($"{prefix}{n:D2}.bmp", TinyImage.Bmp(n));
        return world;
    }

    private (BackfillStore Store, BackfillRunner Runner) Runner(FlowWorld world)
    {
        var store = new BackfillStore(world.Get<Installation>().Results, clock);
        return (store, new BackfillRunner(
            store, world.Stores, world.Flow, world.Get<MemoryBudget>(), world.Get<ScanningOptions>(), new BackfillOptions { PageSize = 5 }, clock, NullLogger<BackfillRunner>.Instance));
    }

    private static async Task<string> ReadyAsync(BackfillStore store, BackfillRunner runner)
    {
        var id = (await store.AddAsync(Scope, FlowWorld.Container, "", null, "test", Cancellation)).Id;
        await FinishAsync(runner);
        return id;
    }

    private static async Task DoAsync(BackfillStore store, string id, string action) =>
        Assert.True((await store.ChangeAsync(Scope, id, there => BackfillAction.Apply(action, there), Cancellation))!.Value.Changed);

    private static async Task FinishAsync(BackfillRunner runner)
    {
        while (await runner.StepAsync(Cancellation))
            Cancellation.ThrowIfCancellationRequested();
    }

    private static int Pixels(byte[] bmp) => BitConverter.ToInt32(bmp, 18) * BitConverter.ToInt32(bmp, 22);
}
