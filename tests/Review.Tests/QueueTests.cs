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
}
