using Microsoft.Playwright;
using StayPositive.EndToEnd.Tests;
using StayPositive.Storage.Keys;

namespace StayPositive.Review.Tests;

/// <summary>Signing in at an identity provider, in a browser, under the page's own policy.</summary>
public sealed class SignInTests(Browsers browsers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reviewer_signs_in_comes_back_to_the_item_decides_and_signs_out()
    {
        using var provider = new SignInProvider(AppProcess.FreePort());
        await using var world = await ReviewWorld.StartAsync(browsers, provider);
        var hash = (await world.UploadAsync(("a.jpg", Samples.Read("chelsea-generated.jpg"))))[0];
        var page = await world.NewAsync();
        var (outside, faults) = (new List<string>(), new List<string>());
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { Scheme: not "blob" } to && to.Authority != world.Http.BaseAddress!.Authority && !request.Url.StartsWith(provider.Authority, StringComparison.Ordinal))
                outside.Add(request.Url);
        };
        page.Console += (_, line) =>
        {
            if (line.Type == "error")
                faults.Add(line.Text);
        };

        await world.GoAsync(page, $"#/item/uploads/{hash}");
        await page.Locator("button:has-text('Sign in')").ClickAsync();
        await page.WaitForSelectorAsync(".view-item .choices");
        Assert.Equal($"/review#/item/uploads/{hash}", new Uri(page.Url).PathAndQuery + new Uri(page.Url).Fragment); // no code stays in the address
        Assert.Equal((1, 0), (provider.Exchanges, provider.Refusals));
        await Assertions.Expect(page.Locator(".who .name")).ToHaveTextAsync("somebody");
        await Assertions.Expect(page.Locator(".scale")).ToContainTextAsync("logit units"); // pictures and evidence come with the token, too
        await page.Keyboard.PressAsync("r");
        await page.WaitForSelectorAsync(".view-queue");
        Assert.Equal("somebody", Assert.Single(await world.Installation.Labels.ReadAsync(world.Scope, ContentHash.Parse(hash), Cancellation)).Reviewer);

        await page.Locator(".who button:has-text('Sign out')").ClickAsync();
        await page.WaitForSelectorAsync(".signin");
        Assert.Equal(0, await page.EvaluateAsync<int>("() => sessionStorage.length"));
        await page.ReloadAsync();
        await page.WaitForSelectorAsync(".signin");
        Assert.Equal(("", ""), (string.Join('\n', outside), string.Join('\n', faults)));
    }

    [Fact]
    public async Task A_token_that_has_expired_leads_back_to_the_sign_in_and_from_there_to_where_one_was()
    {
        using var provider = new SignInProvider(AppProcess.FreePort()) { Age = TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(6) };
        await using var world = await ReviewWorld.StartAsync(browsers, provider);
        var page = await world.NewAsync();
        await world.GoAsync(page, "#/queue");
        await page.Locator("button:has-text('Sign in')").ClickAsync();
        await page.WaitForSelectorAsync(".view-queue .rows");
        await ReviewWorld.UntilAsync(
            async () =>
            {
                await page.Keyboard.PressAsync("2");
                await page.Keyboard.PressAsync("3");
                return await page.Locator(".signin").IsVisibleAsync();
            },
            "the token was refused");
        await Assertions.Expect(page.Locator(".signin [role=alert]")).ToContainTextAsync("The session has ended");
        await Assertions.Expect(page.Locator("#views")).ToBeHiddenAsync();
        provider.Age = TimeSpan.Zero;
        await page.Locator("button:has-text('Sign in')").ClickAsync();
        await page.WaitForSelectorAsync(".view-log table, .view-dashboard .board");
    }

    [Fact]
    public async Task Who_has_not_the_role_is_told_so_sees_nothing_and_may_take_another_account()
    {
        using var provider = new SignInProvider(AppProcess.FreePort()) { Roles = ["Reader"] };
        await using var world = await ReviewWorld.StartAsync(browsers, provider);
        var page = await world.NewAsync();
        var asked = new List<string>();
        page.Request += (_, request) => asked.Add(new Uri(request.Url).AbsolutePath);
        await world.GoAsync(page, "#/queue");
        await page.Locator("button:has-text('Sign in')").ClickAsync();
        await Assertions.Expect(page.Locator(".signin")).ToContainTextAsync("somebody, without the role Reviewer");
        await Assertions.Expect(page.Locator("#views")).ToBeHiddenAsync();
        Assert.DoesNotContain(asked, path => path.StartsWith("/api/review", StringComparison.Ordinal));

        provider.Roles = ["Reviewer"];
        await page.Locator("button:has-text('Use another account')").ClickAsync();
        await page.WaitForSelectorAsync(".view-queue .rows");
        Assert.Equal("select_account", provider.Prompt);
    }

    [Fact]
    public async Task A_sign_in_that_was_not_begun_here_was_declined_or_is_for_another_app_is_refused()
    {
        using var provider = new SignInProvider(AppProcess.FreePort());
        await using var world = await ReviewWorld.StartAsync(browsers, provider);
        var page = await world.NewAsync();
        await world.GoAsync(page, "?code=0123&state=4567"); // a link of a stranger, to sign somebody in as the stranger
        await Assertions.Expect(page.Locator(".signin [role=alert]")).ToContainTextAsync("was not begun here");
        Assert.Equal((0, 0), (provider.Exchanges, provider.Refusals));

        provider.Declines = true;
        await page.Locator("button:has-text('Sign in')").ClickAsync();
        await Assertions.Expect(page.Locator(".signin [role=alert]")).ToContainTextAsync("access_denied");
        (provider.Declines, provider.For) = (false, "api://other");
        await page.Locator("button:has-text('Sign in')").ClickAsync();
        await Assertions.Expect(page.Locator(".signin [role=alert]")).ToContainTextAsync("not accepted here");
        Assert.Equal(0, await page.EvaluateAsync<int>("() => sessionStorage.length"));
    }
}
