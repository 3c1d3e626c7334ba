using StayPositive.Detector.Verdicts;
using StayPositive.Functions.Scanning;
using StayPositive.Storage.Erasure;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Review;
using StayPositive.Storage.States;
using StayPositive.Storage.Uploads;

namespace StayPositive.Functions.Tests.Scanning;

public sealed class ScanFlowTests
{
    private static readonly Scope Tenant = new(FlowWorld.Container);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_upload_gets_a_state_tags_a_message_and_a_heat_map()
    {
        await using var world = await FlowWorld.StartAsync();
        world.Upload("2026/edit.jpg", FlowWorld.Sample(Edited));

        Assert.Equal(FlowOutcome.Scanned, await world.ScanAsync("2026/edit.jpg"));

        var state = (await world.StateAsync("2026/edit.jpg"))!;
        Assert.Equal((Decision.Inpainted, ResultCode.Scanned), (state.Decision, state.Code));
        Assert.NotNull(state.Region);
        Assert.Empty(state.Open);
        Assert.Equal("Inpainted", (await world.TagsAsync("2026/edit.jpg"))["Stay Positive verdict"]);
        Assert.Equal([$"{state.MessageId:D}.json"], world.Messages());
        Assert.NotNull(await world.Stores.HeatMaps.ReadAsync(Tenant, ContentHash.Parse(state.Hash!), new(state.Model!), Token));
    }

    [Fact]
    public async Task Late_tags_of_an_overwritten_content_do_not_cost_the_newer_one_its_own()
    {
        await using var world = await FlowWorld.StartAsync();
        world.Upload("a.jpg", FlowWorld.Sample(Photo));
        await world.ScanAsync("a.jpg");
        var older = (await world.StateAsync("a.jpg"))!.Key(Tenant);
        world.Upload("a.jpg", FlowWorld.Sample(Edited));
        await world.ScanAsync("a.jpg");
        var newer = (await world.StateAsync("a.jpg"))!;
        // A writer of the older tags came late, and took off what looked like them: the two can be the same, word for word.
        await world.Stores.States.ChangeAsync(older, state => state with { Open = [Effect.Tag] }, Token);
        await world.Stores.Uploads.RemoveTagsAsync(new(new UploadName(FlowWorld.Container, "a.jpg"), newer.Upload.ETag), Token);

        await world.Flow.SettleAsync(older, Token);

        Assert.Equal("Inpainted", (await world.TagsAsync("a.jpg"))["Stay Positive verdict"]);
        Assert.Empty((await world.StateAsync("a.jpg"))!.Open);
        Assert.Empty((await world.Stores.States.ReadAsync(older, Token))!.Open);
    }

    [Fact]
    public async Task A_repeat_of_an_event_changes_nothing()
    {
        await using var world = await FlowWorld.StartAsync();
        world.Upload("a.jpg", FlowWorld.Sample(Photo));
        await world.ScanAsync("a.jpg");
        var first = await world.StateAsync("a.jpg");

        Assert.Equal(FlowOutcome.Known, await world.ScanAsync("a.jpg"));

        Assert.Equal(first!.Revision, (await world.StateAsync("a.jpg"))!.Revision);
        Assert.Equal(first.ScannedAt, (await world.StateAsync("a.jpg"))!.ScannedAt);
        Assert.Single(world.Messages());
    }

    [Fact]
    public async Task A_duplicate_costs_no_inference_and_has_the_same_verdict()
    {
        await using var world = await FlowWorld.StartAsync();
        world.Upload("a.jpg", FlowWorld.Sample(Edited));
        world.Upload("b.jpg", FlowWorld.Sample(Edited));
        await world.ScanAsync("a.jpg");
        await world.ScanAsync("b.jpg");

        var (first, second) = ((await world.StateAsync("a.jpg"))!, (await world.StateAsync("b.jpg"))!);

        Assert.True(first.Timings!.Features > 0);
        Assert.Equal(0, second.Timings!.Features);
        Assert.Equal((first.Decision, first.Score, first.Region), (second.Decision, second.Score, second.Region));
        Assert.NotEqual(first.MessageId, second.MessageId);
    }

    [Fact]
    public async Task What_is_no_image_has_a_terminal_state_with_a_code()
    {
        await using var world = await FlowWorld.StartAsync(options => options.ExcludedSuffixes.Add(".zip"));
        world.Upload("a.txt", "hello"u8.ToArray());
        world.Upload("b.jpg", FlowWorld.Sample(Photo)[..5000]);
        world.Upload("c.zip", FlowWorld.Sample(Photo));
        world.Upload("d.jpg", []);
        foreach (var name in new[] { "a.txt", "b.jpg", "c.zip", "d.jpg" })
            await world.ScanAsync(name);

        Assert.Equal("UnsupportedFormat", (await world.StateAsync("a.txt"))!.Code);
        Assert.Equal("Truncated", (await world.StateAsync("b.jpg"))!.Code);
        Assert.Equal("Filtered", (await world.StateAsync("c.zip"))!.Code);
        Assert.Equal("Empty", (await world.StateAsync("d.jpg"))!.Code);
        Assert.Equal("NotScanned", (await world.TagsAsync("a.txt"))["Stay Positive verdict"]);
        Assert.Equal(4, world.Messages().Count);
    }

    [Fact]
    public async Task An_overwritten_upload_has_a_state_for_each_content()
    {
        await using var world = await FlowWorld.StartAsync();
        world.Upload("a.jpg", FlowWorld.Sample(Photo));
        await world.ScanAsync("a.jpg");
        world.Upload("a.jpg", FlowWorld.Sample(Edited));

        Assert.Null(await world.StateAsync("a.jpg"));
        Assert.Equal(FlowOutcome.Scanned, await world.ScanAsync("a.jpg"));

        Assert.Equal(Decision.Inpainted, (await world.StateAsync("a.jpg"))!.Decision);
        Assert.Equal(2, world.Messages().Count);
    }

    [Theory]
    [InlineData("other", "a.jpg")]
    [InlineData("sp-models", "heads/x")]
    [InlineData("uploads", "")]
    [InlineData("../uploads", "a.jpg")]
    public async Task Another_container_is_refused_without_a_request(string container, string name)
    {
        await using var world = await FlowWorld.StartAsync();

        Assert.Equal(FlowOutcome.UnknownSource, await world.ScanAsync(name, container));
    }

    [Fact]
    public async Task The_uri_of_another_account_is_refused()
    {
        await using var world = await FlowWorld.StartAsync();
        world.Upload("a.jpg", FlowWorld.Sample(Photo));

        Assert.Equal(FlowOutcome.UnknownSource, await world.Flow.ScanAsync(new ScanRequest("uploads", "a.jpg", null, null) { Authority = "evil.example" }, Token));
    }

    [Theory]
    [InlineData("account.dfs.core.windows.net", true)] // as events of hierarchical namespaces name it
    [InlineData("account.blob.core.windows.net", true)]
    [InlineData("another.dfs.core.windows.net", false)]
    [InlineData("account.file.core.windows.net", false)]
    public async Task The_account_is_known_by_both_of_its_endpoints(string authority, bool isKnown)
    {
        await using var world = await FlowWorld.StartAsync(stores: stores => stores with { Authority = "account.blob.core.windows.net" });
        world.Upload("a.txt", "no image"u8.ToArray());

        Assert.Equal(isKnown ? FlowOutcome.Scanned : FlowOutcome.UnknownSource, await world.Flow.ScanAsync(new ScanRequest("uploads", "a.txt", null, null) { Authority = authority }, Token));
    }

    [Fact]
    public async Task A_correlation_id_that_is_too_long_for_a_message_is_cut()
    {
        await using var world = await FlowWorld.StartAsync();
        world.Upload("a.txt", "no image"u8.ToArray());

        await world.Flow.ScanAsync(new ScanRequest("uploads", "a.txt", null, "line\n" + new string('x', 60_000)), Token);

        Assert.StartsWith("line?xxx", (await world.StateAsync("a.txt"))!.CorrelationId, StringComparison.Ordinal);
        Assert.InRange(new FileInfo(Path.Combine(world.Data, "sp-messages", Assert.Single(world.Messages()))).Length, 1, 48_000);
    }

    [Fact]
    public async Task An_upload_whose_tags_cannot_be_written_has_its_message_all_the_same()
    {
        await using var world = await FlowWorld.StartAsync();
        world.Upload("a.txt", "no image"u8.ToArray());
        var tags = Path.Combine(world.Data, "sp-tags");
        await File.WriteAllTextAsync(tags, "a file where the folder should be", Token);

        await Assert.ThrowsAnyAsync<IOException>(() => world.ScanAsync("a.txt"));

        Assert.Equal([StayPositive.Storage.States.Effect.Tag], (await world.StateAsync("a.txt"))!.Open);
        Assert.Single(world.Messages());
        File.Delete(tags);
        Assert.Equal(FlowOutcome.Known, await world.ScanAsync("a.txt"));
        Assert.Empty((await world.StateAsync("a.txt"))!.Open);
    }

    [Fact]
    public async Task Nothing_there_is_no_error()
    {
        await using var world = await FlowWorld.StartAsync();

        Assert.Equal(FlowOutcome.Gone, await world.ScanAsync("gone.jpg"));
        Assert.Equal(FlowOutcome.Gone, await world.ScanAsync("../../etc/passwd"));
    }

    [Fact]
    public async Task A_reviewers_decision_beats_the_scan_of_a_later_copy()
    {
        await using var world = await FlowWorld.StartAsync();
        world.Upload("a.jpg", FlowWorld.Sample(Edited));
        await world.ScanAsync("a.jpg");
        var hash = ContentHash.Parse((await world.StateAsync("a.jpg"))!.Hash!);
        await world.Stores.Labels.AddAsync(Tenant, hash, 0, new Label(0, Ruling.NoFindings, "reviewer", DateTimeOffset.UnixEpoch, Blind: false, null), Token);
        world.Upload("b.jpg", FlowWorld.Sample(Edited));

        await world.ScanAsync("b.jpg");

        var state = (await world.StateAsync("b.jpg"))!;
        Assert.Equal((Decision.Inpainted, Decision.NoFindings), (state.Decision, state.Effective));
        Assert.Equal("NoFindings", (await world.TagsAsync("b.jpg"))["Stay Positive verdict"]);
        Assert.Equal(3, world.Messages().Count); // two verdicts, and verdict.overturned
    }

    [Fact]
    public async Task Behind_the_gate_lies_only_what_has_no_findings()
    {
        await using var world = await FlowWorld.StartAsync(options => options.CleanContainer = "clean");
        world.Upload("good.jpg", FlowWorld.Sample(Photo));
        world.Upload("bad.jpg", FlowWorld.Sample(Edited));
        world.Upload("text.txt", "no image"u8.ToArray());
        foreach (var name in new[] { "good.jpg", "bad.jpg", "text.txt" })
            await world.ScanAsync(name);

        Assert.Equal(["good.jpg"], Directory.GetFiles(Path.Combine(world.Data, "clean")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Erased_content_is_not_scanned_again()
    {
        await using var world = await FlowWorld.StartAsync();
        world.Upload("a.jpg", FlowWorld.Sample(Photo));
        await world.ScanAsync("a.jpg");
        var hash = ContentHash.Parse((await world.StateAsync("a.jpg"))!.Hash!);
        await world.Get<Eraser>().EraseAsync(Tenant, hash, keepLabels: false, Token);

        Assert.Equal(FlowOutcome.Erased, await world.ScanAsync("a.jpg"));
        world.Upload("b.jpg", FlowWorld.Sample(Photo));
        Assert.Equal(FlowOutcome.Erased, await world.ScanAsync("b.jpg"));
        Assert.Null(await world.StateAsync("b.jpg"));
    }

    [Fact]
    public async Task Ten_events_at_the_same_time_make_one_state_and_one_message()
    {
        await using var world = await FlowWorld.StartAsync();
        world.Upload("a.jpg", FlowWorld.Sample(Photo));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => world.ScanAsync("a.jpg")));

        Assert.All(outcomes, outcome => Assert.True(outcome is FlowOutcome.Scanned or FlowOutcome.Known));
        Assert.Empty((await world.StateAsync("a.jpg"))!.Open);
        Assert.Single(world.Messages());
    }

    internal const string Photo = "chelsea.jpg";
    internal const string Edited = "coffee-inpainted.jpg";
}
