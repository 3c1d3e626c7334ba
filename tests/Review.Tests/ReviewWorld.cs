using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using StayPositive.EndToEnd.Tests;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Keys;
using StayPositive.Tests;

namespace StayPositive.Review.Tests;

/// <summary>The real app on a folder, and browsers that are signed in by the printed link.</summary>
internal sealed class ReviewWorld : IAsyncDisposable
{
    private readonly Browsers browsers;
    private readonly List<IBrowserContext> contexts = [];

    private ReviewWorld(Browsers browsers, DataFolder data, AppProcess app) => (this.browsers, Data, App) = (browsers, data, app);

    public DataFolder Data { get; }

    public AppProcess App { get; }

    public HttpClient Http => App.Http;

    public Scope Scope { get; } = new(DataFolder.Container);

    public Installation Installation => new(new InstallationSettings { Data = Data.Path }, TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<ReviewWorld> StartAsync(Browsers browsers, params (string Name, string Value)[] settings)
    {
        var data = new DataFolder();
        var app = AppProcess.OnFolder(data.Path, [("Scanning__AuditRate", "0"), .. settings]);
        await app.AnswersAsync("/api/ready", Cancellation);
        await app.TokenAsync(Cancellation);
        return new ReviewWorld(browsers, data, app);
    }

    /// <summary>With an identity provider; the test itself asks as an administrator.</summary>
    public static async Task<ReviewWorld> StartAsync(Browsers browsers, SignInProvider provider)
    {
        var data = new DataFolder();
        var app = AppProcess.OnFolder(data.Path, ("Scanning__AuditRate", "0"), ("Auth__Authority", provider.Authority), ("Auth__Audience", SignInProvider.Audience), ("Auth__ClientId", SignInProvider.ClientId));
        await app.AnswersAsync("/api/ready", Cancellation);
        app.Http.DefaultRequestHeaders.Authorization = new("Bearer", provider.Token(["Admin"]));
        return new ReviewWorld(browsers, data, app);
    }

    /// <summary>Uploads, and waits until everything has its state and waits for reviewers.</summary>
    public async Task<IReadOnlyList<string>> UploadAsync(params (string Name, byte[] Content)[] uploads)
    {
        foreach (var (name, content) in uploads)
            Data.Upload(name, content);
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(100, Cancellation))
        {
            var states = await Task.WhenAll((await Data.CurrentAsync(Cancellation)).Select(upload => Data.StateAsync(upload, Cancellation)));
            if (states.All(state => state is { Open.Count: 0 }))
                return [.. uploads.Select(upload => ContentHash.Of(upload.Content).Hex)];
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(120), $"Not scanned in time:\n{App.Log}");
        }
    }

    /// <summary>A page of a new browser, signed in, at a view.</summary>
    public async Task<IPage> OpenAsync(string view = "#/queue", BrowserNewContextOptions? options = null)
    {
        var page = await NewAsync(options);
        await page.GotoAsync(new Uri(Http.BaseAddress!, $"/review#token={await App.TokenAsync(Cancellation)}").ToString());
        await page.WaitForSelectorAsync(".view-queue .rows > li");
        if (view != "#/queue")
            await GoAsync(page, view);
        return page;
    }

    /// <summary>A page of a new browser that is signed in nowhere.</summary>
    public async Task<IPage> NewAsync(BrowserNewContextOptions? options = null)
    {
        var context = await browsers.NewAsync(options);
        contexts.Add(context);
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(60_000);
        Assertions.SetDefaultExpectTimeout(60_000);
        return page;
    }

    public async Task GoAsync(IPage page, string view) => await page.GotoAsync(new Uri(Http.BaseAddress!, "/review" + view).ToString());

    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await Http.GetAsync(path, Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    public Task<HttpResponseMessage> PostAsync(string path, object body) => Http.PostAsJsonAsync(path, body, Cancellation);

    public Task<JsonElement> ItemAsync(string hash) => GetAsync($"/api/review/items/{DataFolder.Container}/{hash}");

    public async Task<int> WaitingAsync(string bucket = "Findings") => (await GetAsync($"/api/review/queue?bucket={bucket}&take=200")).GetProperty("items").GetArrayLength();

    /// <summary>Until something holds.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        for (var watch = Stopwatch.StartNew(); !await holds(); await Task.Delay(50, Cancellation))
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"In vain waited until {what}.");
    }

    /// <summary>Keeps a picture where STAYPOSITIVE_SCREENSHOTS names a folder.</summary>
    public static async Task PictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("STAYPOSITIVE_SCREENSHOTS") is { } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(Path.GetFullPath(folder, Repository.Root), name + ".png") });
    }

    /// <summary>No rule of axe is broken.</summary>
    public static async Task IsAccessibleAsync(IPage page, string view)
    {
        var result = await page.RunAxe();
        Assert.True(result.Violations.Length == 0, $"{view}: " + string.Join("\n", result.Violations.Select(violation => $"{violation.Id}: {violation.Help}\n  " + string.Join("\n  ", violation.Nodes.Select(node => node.Html + " " + node.Any.FirstOrDefault()?.Message)))));
        Assert.True(result.Passes.Length > 10, $"{view}: axe looked at {result.Passes.Length} rules only.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var context in contexts)
            await context.DisposeAsync();
        await App.DisposeAsync();
        Data.Dispose();
    }
}
