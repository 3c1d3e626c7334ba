using Microsoft.Playwright;

namespace StayPositive.Review.Tests;

/// <summary>Every view, light, dark and narrow: no rule of axe broken, nothing wider than the screen, no request to elsewhere. STAYPOSITIVE_SCREENSHOTS=DIR keeps pictures.</summary>
public sealed class LookTests(Browsers browsers)
{
    [Fact]
    public async Task Every_view_is_accessible_in_every_look()
    {
        await using var world = await ReviewWorld.StartAsync(browsers);
        var hashes = await world.UploadAsync([.. Samples.Edits.Concat(Samples.Photos).Select(name => ($"2026/november/{name}", Samples.Read(name)))]);
        (await world.PostAsync($"/api/review/items/uploads/{hashes[3]}/decision", new { seen = 0, ruling = "NoFindings", note = "The launch tower has this pattern." })).EnsureSuccessStatusCode();
        var views = new (string Name, string Address, string Ready)[]
        {
            ("queue", "#/queue", ".view-queue .row"), ("item", $"#/item/uploads/{hashes[2]}", ".view-item .scale .bar"), ("decided", $"#/item/uploads/{hashes[3]}", ".view-item .scale .bar"),
            ("dashboard", "#/dashboard", ".view-dashboard .board"), ("log", "#/log", ".view-log tbody tr"),
        };
        foreach (var (look, width, scheme) in new[] { ("light", 1280, ColorScheme.Light), ("dark", 1280, ColorScheme.Dark), ("narrow", 375, ColorScheme.Light) })
        {
            var page = await world.OpenAsync(options: new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce, BypassCSP = false });
            foreach (var (name, address, ready) in views)
            {
                await world.GoAsync(page, address);
                await page.WaitForSelectorAsync(ready);
                await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
                if (name == "item")
                    await page.Locator(".viewer").HoverAsync();
                await ReviewWorld.PictureAsync(page, $"{name}-{look}");
                await ReviewWorld.IsAccessibleAsync(page, $"{name}, {look}");
                Assert.Equal((name, look, 0), (name, look, await page.EvaluateAsync<int>("() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)")));
            }

            await world.GoAsync(page, "#/queue");
            await page.WaitForSelectorAsync(".view-queue .row");
            await page.Locator(".filters summary").ClickAsync();
            await page.Locator(".view-queue h1").ClickAsync();
            await page.Keyboard.PressAsync("a");
            await page.WaitForSelectorAsync(".bulk:visible");
            await ReviewWorld.PictureAsync(page, $"bulk-{look}");
            await ReviewWorld.IsAccessibleAsync(page, $"bulk, {look}");
            await world.GoAsync(page, views[1].Address);
            await page.WaitForSelectorAsync(views[1].Ready);
            Assert.Equal("0s", await page.EvaluateAsync<string>("() => getComputedStyle(document.querySelector('.private')).transitionDuration")); // reduced motion
            await page.Keyboard.PressAsync("?");
            await page.WaitForSelectorAsync("dialog[open]");
            await ReviewWorld.PictureAsync(page, $"keys-{look}");
            await ReviewWorld.IsAccessibleAsync(page, $"keys, {look}");
            await page.Locator("dialog button").ClickAsync();
            await page.Locator(".who button:has-text('Sign out')").ClickAsync();
            await page.WaitForSelectorAsync(".signin input");
            await ReviewWorld.PictureAsync(page, $"signin-{look}");
            await ReviewWorld.IsAccessibleAsync(page, $"signin, {look}");
        }
    }

    [Fact]
    public async Task A_picture_is_blurred_until_it_is_asked_for_unless_the_reviewer_does_not_want_that()
    {
        await using var world = await ReviewWorld.StartAsync(browsers);
        var hash = (await world.UploadAsync(("a.jpg", Samples.Read(Samples.Edits[0]))))[0];
        var page = await world.OpenAsync($"#/item/uploads/{hash}");
        await page.WaitForSelectorAsync(".viewer canvas");
        const string filter = "() => getComputedStyle(document.querySelector('.viewer .private')).filter";
        await page.Mouse.MoveAsync(5, 5);
        await page.WaitForFunctionAsync("() => getComputedStyle(document.querySelector('.viewer .private')).filter === 'blur(22px) grayscale(1)'");
        await page.Keyboard.DownAsync("v");
        await page.WaitForFunctionAsync("() => getComputedStyle(document.querySelector('.viewer .private')).filter === 'none'");
        await page.Keyboard.UpAsync("v");
        await page.WaitForFunctionAsync("() => getComputedStyle(document.querySelector('.viewer .private')).filter !== 'none'");
        await page.Locator(".viewer").HoverAsync();
        await page.WaitForFunctionAsync("() => getComputedStyle(document.querySelector('.viewer .private')).filter === 'none'");

        await page.Locator("button[aria-label=Settings]").ClickAsync();
        await page.Locator("dialog input").First.UncheckAsync();
        await page.Locator("dialog input").Last.UncheckAsync();
        await page.Locator("dialog button").ClickAsync();
        await page.ReloadAsync(); // kept on this device
        await page.WaitForSelectorAsync(".viewer canvas");
        await page.Mouse.MoveAsync(5, 5);
        Assert.Equal("none", await page.EvaluateAsync<string>(filter));
    }
}
