using Microsoft.Playwright;
using StayPositive.Review.Tests;
using StayPositive.Tests;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(Azurite))]
[assembly: AssemblyFixture(typeof(Browsers))]
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace StayPositive.Review.Tests;

/// <summary>Debian's Chromium, one for all tests. Without it the tests are skipped, unless REQUIRE_ALL is set.</summary>
public sealed class Browsers : IAsyncLifetime
{
    private const string Path = "/usr/bin/chromium";

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Path))
            return;
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Path,
            Args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>A browser of its own: cookies, storage.</summary>
    public async Task<IBrowserContext> NewAsync(BrowserNewContextOptions? options = null)
    {
        if (browser is null && Environment.GetEnvironmentVariable("REQUIRE_ALL") is null)
            Assert.Skip($"There is no {Path}.");
        return await (browser ?? throw new InvalidOperationException($"There is no {Path}.")).NewContextAsync(options ?? new() { ViewportSize = new() { Width = 1280, Height = 900 } });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
    }
}
