using System.Globalization;
using Microsoft.Playwright;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Models;
using StayPositive.Storage.Review;

namespace StayPositive.Review.Tests;

/// <summary>What reviewers decide, the detector learns from.</summary>
public sealed class RefitTests(Browsers browsers)
{
    private const string Key = "AAECAwQFBgcICQoLDA0ODw=="; // 16 bytes, of no other use: the same draws and splits in every run
    private const int Each = 30;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_label_and_a_mask_made_in_the_browser_are_rows_of_the_next_refit()
    {
        await using var world = await ReviewWorld.StartAsync(browsers, ("Scanning__AuditRate", "1"), ("Storage__AuditKey", Key));
        var edited = (await world.UploadAsync(("edited.jpg", Samples.Read("coffee-inpainted.jpg"))))[0];
        await DecideAsync(world, "NoFindings", [.. Enumerable.Range(0, Each).Select(n => Painted.Squares(n, 96))]);
        await DecideAsync(world, "AiGenerated", [.. Enumerable.Range(0, Each).Select(n => Painted.Noise(n, 96))]);
        var before = await RefitAsync(world);

        var page = await world.OpenAsync($"#/item/uploads/{edited}");
        await page.WaitForSelectorAsync(".viewer canvas");
        await page.Keyboard.PressAsync("b");
        var box = (await page.Locator(".viewer").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + box.Width * 0.55f, box.Y + box.Height * 0.4f);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + box.Width * 0.75f, box.Y + box.Height * 0.5f, new() { Steps = 8 });
        await page.Mouse.UpAsync();
        await page.Keyboard.PressAsync("i");
        await page.WaitForSelectorAsync(".view-queue");
        var label = Assert.Single(await world.Installation.Labels.ReadAsync(world.Scope, ContentHash.Parse(edited), Cancellation));
        Assert.Equal((Ruling.Inpainted, true), (label.Ruling, label.Mask is not null));

        var after = await RefitAsync(world);
        Assert.Equal((2 * Each, 2 * Each + 1), (before.Contents, after.Contents));
        Assert.Equal((0, 0), (before.Inside, before.Outside));
        Assert.Equal((1, 1), (after.Inside, after.Outside)); // the part under the brush trains as generated, the rest as real
        Assert.Equal(0, after.MasksMissing);
        Assert.NotEqual(before.Version, after.Version); // a version's name is made of its weights: they have moved

        // A dry run publishes nothing; its gates stand on the dashboard.
        Assert.Null(await world.Installation.Aliases.ReadAsync(ModelAlias.Challenger, Cancellation));
        await world.GoAsync(page, "#/dashboard");
        var refits = page.Locator(".refit");
        await Assertions.Expect(refits).ToHaveCountAsync(2);
        await Assertions.Expect(refits.First).ToContainTextAsync(after.Version);
        await refits.First.Locator("summary").ClickAsync();
        await Assertions.Expect(refits.First.Locator(".gates li")).ToHaveCountAsync(6);
        await Assertions.Expect(refits.First.Locator(".gates")).ToContainTextAsync("FalsePositives");

        // Every label is one of the blind audit: the rates and their intervals are of all of them.
        var audit = (await world.GetAsync("/api/review/dashboard")).GetProperty("counts").GetProperty("audit");
        Assert.Equal((2 * Each + 1, Each + 1), (audit.GetProperty("prevalence").GetProperty("trials").GetInt32(), audit.GetProperty("prevalence").GetProperty("hits").GetInt32()));
        Assert.Equal((Each, Each + 1), (audit.GetProperty("falsePositives").GetProperty("trials").GetInt32(), audit.GetProperty("falseNegatives").GetProperty("trials").GetInt32()));
        await Assertions.Expect(page.Locator(".rate").Last).ToContainTextAsync($"{Each + 1} of {2 * Each + 1}; 95%:");
        await ReviewWorld.PictureAsync(page, "dashboard-full");
        await ReviewWorld.IsAccessibleAsync(page, "dashboard");
    }

    private static async Task DecideAsync(ReviewWorld world, string ruling, byte[][] pictures)
    {
        var hashes = await world.UploadAsync([.. pictures.Select((picture, n) => ($"{ruling}/{n.ToString("D2", CultureInfo.InvariantCulture)}.bmp", picture))]);
        using var answer = await world.PostAsync("/api/review/bulk", new { container = "uploads", items = hashes.Select(hash => new { hash, seen = 0 }), ruling });
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<(string Version, int Contents, int MasksMissing, int Inside, int Outside)> RefitAsync(ReviewWorld world)
    {
        const string settings = """{ "shares": { "train": 0.5, "validation": 0.2, "calibration": 0.2 }, "fit": { "minValidationRows": 2, "l2": [0.001] }, "gates": { "resamples": 200, "minSliceRows": 2 }, "robustness": { "mostEach": 0 } }""";
        var report = await RefitJob.DryRunAsync(world.Data.Path, settings, Key, Cancellation);
        var data = report.GetProperty("data");
        var rows = data.GetProperty("rows");
        return (report.GetProperty("version").GetString()!, data.GetProperty("labels").GetProperty("contents").GetInt32(), data.GetProperty("labels").GetProperty("masksMissing").GetInt32(),
            Rows("Train InsideMask generated"), Rows("Train OutsideMask real"));

        int Rows(string name) => rows.TryGetProperty(name, out var count) ? count.GetInt32() : 0;
    }
}
