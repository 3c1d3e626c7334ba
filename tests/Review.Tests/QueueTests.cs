using Microsoft.Playwright;
using StayPositive.Storage.Keys;

namespace StayPositive.Review.Tests;

/// <summary>Deciding, by keyboard and in bulk, on really scanned images.</summary>
public sealed class QueueTests(Browsers browsers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static (string, byte[])[] Findings(int count) =>
        [.. Enumerable.Range(0, count).Select(n => ($"day{n % 3}/{Path.GetFileNameWithoutExtension(Samples.Edits[n % 4])}-{n}.jpg", Samples.Variant(Samples.Edits[n % 4], $"variant {n}")))];

    [Fact]
    public async Task Twenty_items_are_decided_by_the_keyboard_alone_and_the_last_is_taken_back()
    {
        await using var world = await ReviewWorld.StartAsync(browsers);
        var hashes = await world.UploadAsync(Findings(20));
        Assert.Equal(20, await world.WaitingAsync());
        var page = await world.OpenAsync();
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");
        string[] keys = ["r", "g", "i", "u"];
        for (var n = 0; n < 20; n++)
        {
            await page.WaitForSelectorAsync(".view-item .choices");
            var before = page.Url;
            if (n == 3)
            {
                await page.Keyboard.PressAsync("n");
                await page.Keyboard.TypeAsync("seen on a z-shelf?"); // no key of it is a command
                await page.Keyboard.PressAsync("Escape");
            }

            await page.Keyboard.PressAsync(keys[n % 4]);
            await page.WaitForFunctionAsync("before => location.href !== before", before);
        }

        await page.WaitForSelectorAsync(".view-queue .empty");
        Assert.Equal(0, await world.WaitingAsync());
        var labels = await Task.WhenAll(hashes.Select(hash => world.Installation.Labels.ReadAsync(world.Scope, ContentHash.Parse(hash), Cancellation)));
        Assert.All(labels, chain => Assert.Equal(("local", "review"), (Assert.Single(chain).Reviewer, chain[0].Source)));
        Assert.Equal(new[] { 5, 5, 5, 5 }, labels.GroupBy(chain => chain[0].Ruling).Select(group => group.Count()));
        Assert.Equal("seen on a z-shelf?", Assert.Single(labels, chain => chain[0].Note is not null)[0].Note);

        await page.Keyboard.PressAsync("z");
        await page.WaitForSelectorAsync(".view-item .choices");
        await ReviewWorld.UntilAsync(async () => await world.WaitingAsync("Reopened") == 1, "the decision was taken back");
    }

    [Fact]
    public async Task Many_are_decided_at_once_and_all_taken_back()
    {
        await using var world = await ReviewWorld.StartAsync(browsers);
        var hashes = await world.UploadAsync(Findings(5));
        var page = await world.OpenAsync();
        await page.Keyboard.PressAsync("a");
        await page.Keyboard.PressAsync("r");
        await page.WaitForSelectorAsync(".view-queue .empty");
        foreach (var hash in hashes)
            Assert.Equal("NoFindings", (await world.ItemAsync(hash)).GetProperty("effective").GetString());

        await page.Locator("#toast button").ClickAsync();
        await ReviewWorld.UntilAsync(async () => await world.WaitingAsync("Reopened") == 5, "all five were taken back");
        foreach (var hash in hashes)
            Assert.NotEqual("NoFindings", (await world.ItemAsync(hash)).GetProperty("effective").GetString());
    }

    [Fact]
    public async Task The_slower_of_two_browsers_is_told_and_changes_nothing()
    {
        await using var world = await ReviewWorld.StartAsync(browsers);
        var hash = (await world.UploadAsync(Findings(1)))[0];
        var first = await world.OpenAsync($"#/item/uploads/{hash}");
        await first.WaitForSelectorAsync(".choices");
        var second = await world.OpenAsync($"#/item/uploads/{hash}");
        await Assertions.Expect(second.Locator(".alerts")).ToContainTextAsync("is looking at this one, too");

        await first.Keyboard.PressAsync("g");
        await first.WaitForSelectorAsync(".view-queue");
        await second.Keyboard.PressAsync("r");
        await Assertions.Expect(second.Locator(".alerts [role=alert]")).ToContainTextAsync("local decided meanwhile");
        var item = await world.ItemAsync(hash);
        Assert.Equal((1, "AiGenerated"), (item.GetProperty("labels").GetArrayLength(), item.GetProperty("effective").GetString()));

        await second.Keyboard.PressAsync("r"); // now it has been seen
        await second.WaitForSelectorAsync(".view-queue");
        Assert.Equal("NoFindings", (await world.ItemAsync(hash)).GetProperty("effective").GetString());
    }

    [Fact]
    public async Task Filters_and_orders_are_answered_and_an_item_has_an_address()
    {
        await using var world = await ReviewWorld.StartAsync(browsers);
        await world.UploadAsync(Findings(8));
        var page = await world.OpenAsync("#/queue?bucket=Findings&verdict=Inpainted");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.row').length === 6");
        await world.GoAsync(page, "#/queue?bucket=Findings&prefix=day1/");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.row').length === 3");
        await world.GoAsync(page, "#/queue?bucket=Findings&from=2999-01-01");
        await page.WaitForSelectorAsync(".empty");

        var rows = (await world.GetAsync("/api/review/queue?order=highest")).GetProperty("items").EnumerateArray().Select(row => row.GetProperty("scoreBucket").GetInt32()).ToArray();
        Assert.Equal(8, rows.Length);
        Assert.Equal(rows.OrderDescending(), rows);
        foreach (var bucket in rows.Distinct())
            Assert.Equal(rows.Count(row => row == bucket), (await world.GetAsync($"/api/review/queue?minScore={bucket}&maxScore={bucket}")).GetProperty("items").GetArrayLength());
        foreach (var (filter, count) in new[] { ("policy=default-1", 8), ("policy=other", 0), ("model=starter-0f06f76e", 8), ("model=other", 0), ("to=2020-01-01", 0), ("prefix=day9/", 0) })
            Assert.Equal((filter, count), (filter, (await world.GetAsync($"/api/review/queue?{filter}")).GetProperty("items").GetArrayLength()));
        var (listed, next) = (new List<string>(), (string?)null);
        do
        {
            var answer = await world.GetAsync($"/api/review/queue?take=3{(next is null ? "" : $"&after={next}")}");
            listed.AddRange(answer.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("hash").GetString()!));
            next = answer.TryGetProperty("next", out var place) ? place.GetString() : null;
        }
        while (next is not null);
        Assert.Equal((8, 8), (listed.Count, listed.Distinct().Count()));

        await world.GoAsync(page, "#/queue?bucket=Findings&verdict=AiGenerated");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.row').length === 2");
        await page.Locator(".row a.name").First.ClickAsync();
        await page.WaitForSelectorAsync(".choices");
        var other = await world.OpenAsync(new Uri(page.Url).Fragment);
        await Assertions.Expect(other.Locator("h1")).ToContainTextAsync("chelsea-generated");
    }

    [Fact]
    public async Task What_is_skipped_goes_on_waiting_and_does_not_come_again_at_once()
    {
        await using var world = await ReviewWorld.StartAsync(browsers);
        await world.UploadAsync(Findings(3));
        var page = await world.OpenAsync();
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");
        var seen = new HashSet<string>();
        for (var n = 0; n < 3; n++)
        {
            await page.WaitForSelectorAsync(".view-item .choices");
            Assert.True(seen.Add(page.Url), "It came again.");
            await page.Keyboard.PressAsync("s");
            await page.WaitForFunctionAsync("before => location.href !== before", seen.Last());
        }

        await Assertions.Expect(page.Locator(".view-queue .row")).ToHaveCountAsync(3);
        Assert.Equal((3, 0), (await world.WaitingAsync(), (await world.GetAsync("/api/review/log")).GetProperty("rows").GetArrayLength()));
    }

    [Fact]
    public async Task On_a_telephone_an_item_is_found_and_decided_by_touch()
    {
        await using var world = await ReviewWorld.StartAsync(browsers);
        var hash = (await world.UploadAsync(Findings(1)))[0];
        var page = await world.OpenAsync(options: new() { ViewportSize = new() { Width = 375, Height = 667 }, HasTouch = true, IsMobile = true, DeviceScaleFactor = 2 });
        await page.Locator(".row a.name").TapAsync();
        await page.WaitForSelectorAsync(".scale .bar");
        foreach (var control in await page.Locator(".choice, .toolbar button:visible").AllAsync())
            Assert.InRange((await control.BoundingBoxAsync())!.Height, 24, 100); // WCAG 2.2, target size
        await page.Locator("button:has-text('Box')").First.TapAsync();
        await page.Locator("button:has-text('Take the region')").TapAsync();
        await page.Locator(".choice:has-text('Inpainted')").TapAsync();
        await page.WaitForSelectorAsync(".view-queue");
        Assert.NotNull(Assert.Single(await world.Installation.Labels.ReadAsync(world.Scope, ContentHash.Parse(hash), Cancellation)).Mask);
        await page.Locator("#toast button").TapAsync();
        await ReviewWorld.UntilAsync(async () => await world.WaitingAsync("Reopened") == 1, "the decision was taken back");
    }
}
