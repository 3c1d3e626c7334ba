using System.Net;
using Microsoft.Playwright;
using StayPositive.Detector.Decoding;
using StayPositive.Detector.Evaluation;
using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;
using StayPositive.Detector.Verdicts;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Models;
using StayPositive.Storage.Review;
using StayPositive.Tests;

namespace StayPositive.Review.Tests;

/// <summary>What a reviewer sees and decides of one content.</summary>
public sealed class ItemTests(Browsers browsers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_evidence_is_the_score()
    {
        await using var world = await ReviewWorld.StartAsync(browsers);
        var hash = (await world.UploadAsync(("coffee.jpg", Samples.Read("coffee-inpainted.jpg"))))[0];
        var (item, map) = (await world.ItemAsync(hash), await world.GetAsync($"/api/review/evidence/uploads/{hash}"));
        var halves = Convert.FromBase64String(map.GetProperty("values").GetString()!);
        var cells = Enumerable.Range(0, halves.Length / 2).Select(n => (double)BitConverter.ToHalf(halves, 2 * n)).ToArray();
        Assert.Equal(map.GetProperty("columns").GetInt32() * map.GetProperty("rows").GetInt32(), cells.Length);
        Assert.Equal(item.GetProperty("score").GetDouble(), cells.Average() + map.GetProperty("bias").GetDouble(), 0.005);

        // The region is where the sample was re-rendered: 180 x 180 pixels at (330, 90).
        var bits = Convert.FromBase64String(map.GetProperty("inside").GetString()!);
        var columns = map.GetProperty("columns").GetInt32();
        var inside = Enumerable.Range(0, cells.Length).Where(n => (bits[n / 8] >> (n % 8) & 1) == 1).Select(n => (X: n % columns * 8, Y: n / columns * 8)).ToArray();
        var hits = inside.Count(cell => cell.X is >= 330 and < 510 && cell.Y is >= 90 and < 270);
        Assert.True(inside.Length > 50 && hits > 0.6 * inside.Length, $"{hits} of {inside.Length} cells lie in the edit.");

        var page = await world.OpenAsync($"#/item/uploads/{hash}");
        await Assertions.Expect(page.Locator(".scale")).ToContainTextAsync("logit units");
        await Assertions.Expect(page.Locator(".side").Last).ToContainTextAsync("at a prevalence of");
        await Assertions.Expect(page.Locator(".side").Last).ToContainTextAsync("of n = ");
    }

    [Fact]
    public async Task A_box_that_is_drawn_becomes_a_mask_of_the_images_size()
    {
        await using var world = await ReviewWorld.StartAsync(browsers);
        var hash = (await world.UploadAsync(("coffee.jpg", Samples.Read("coffee-inpainted.jpg"))))[0];
        var page = await world.OpenAsync($"#/item/uploads/{hash}");
        await page.WaitForSelectorAsync(".scale .bar");
        await page.Keyboard.PressAsync("x");
        var box = (await page.Locator(".viewer").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + box.Width * 0.4f, box.Y + box.Height * 0.4f);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + box.Width * 0.6f, box.Y + box.Height * 0.6f, new() { Steps = 5 });
        await page.Mouse.UpAsync();
        await page.Keyboard.PressAsync("i");
        await page.WaitForSelectorAsync(".view-queue");

        var label = Assert.Single(await world.Installation.Labels.ReadAsync(world.Scope, ContentHash.Parse(hash), Cancellation));
        Assert.Equal(Ruling.Inpainted, label.Ruling);
        Assert.NotNull(label.ModelSeen);
        var png = await world.Installation.Masks.ReadAsync(world.Scope, ContentHash.Parse(hash), ContentHash.Parse(label.Mask!), Cancellation);
        using var drawn = ImageDecoder.Decode(png!.Value, new DecodeLimits()).Image!;
        using var image = ImageDecoder.Decode(Samples.Read("coffee-inpainted.jpg"), new DecodeLimits()).Image!;
        Assert.Equal((image.Width, image.Height), (drawn.Width, drawn.Height));
        var mask = EditMask.FromImage(drawn);
        Assert.True(mask.Edited[drawn.Height / 2 * drawn.Width + drawn.Width / 2]);
        Assert.False(mask.Edited[0]);
        Assert.InRange(mask.Share, 0.01, 0.5);
    }

    [Fact]
    public async Task A_mask_by_the_keyboard_is_the_region_that_was_found()
    {
        await using var world = await ReviewWorld.StartAsync(browsers);
        var hash = (await world.UploadAsync(("rocket.jpg", Samples.Read("rocket-inpainted.jpg"))))[0];
        var page = await world.OpenAsync($"#/item/uploads/{hash}");
        await page.WaitForSelectorAsync(".scale .bar");
        await page.Keyboard.PressAsync("m");
        await page.Keyboard.PressAsync("i");
        await page.WaitForSelectorAsync(".view-queue");
        var label = Assert.Single(await world.Installation.Labels.ReadAsync(world.Scope, ContentHash.Parse(hash), Cancellation));
        var png = await world.Installation.Masks.ReadAsync(world.Scope, ContentHash.Parse(hash), ContentHash.Parse(label.Mask!), Cancellation);
        using var drawn = ImageDecoder.Decode(png!.Value, new DecodeLimits()).Image!;
        var share = (await world.ItemAsync(hash)).GetProperty("region").GetProperty("areaShare").GetDouble();
        Assert.Equal(share, EditMask.FromImage(drawn).Share, 0.02);
    }

    [Fact]
    public async Task The_audit_is_blind_until_the_decision_and_shows_all_behind_it()
    {
        await using var world = await ReviewWorld.StartAsync(browsers, ("Scanning__AuditRate", "1"));
        var hashes = await world.UploadAsync(("a.jpg", Samples.Read("coffee-inpainted.jpg")), ("b.jpg", Samples.Read("coffee.jpg")));
        string[] secrets = ["verdict", "effective", "score", "probability", "threshold", "region", "reason", "model", "scoreBucket", "shadow"];
        foreach (var hash in hashes)
        {
            var item = await world.ItemAsync(hash);
            Assert.All(secrets, name => Assert.False(item.TryGetProperty(name, out _), name));
            Assert.All(item.GetProperty("scans").EnumerateArray(), scan => Assert.All(secrets, name => Assert.False(scan.TryGetProperty(name, out _), name)));
            using var evidence = await world.Http.GetAsync($"/api/review/evidence/uploads/{hash}", Cancellation);
            Assert.Equal(HttpStatusCode.NotFound, evidence.StatusCode);
        }

        var queue = await world.GetAsync("/api/review/queue?bucket=Audit");
        Assert.Equal(2, queue.GetProperty("items").GetArrayLength());
        Assert.All(queue.GetProperty("items").EnumerateArray(), row => Assert.All(secrets, name => Assert.False(row.TryGetProperty(name, out _), name)));
        var audit = (await world.GetAsync("/api/review/counts")).GetProperty("buckets").EnumerateArray().Single(bucket => bucket.GetProperty("bucket").GetString() == "Audit");
        Assert.False(audit.TryGetProperty("verdicts", out _) || audit.TryGetProperty("scores", out _));
        foreach (var filter in new[] { "verdict=NoFindings", "order=highest", "minScore=3", "model=starter" })
        {
            using var refused = await world.Http.GetAsync($"/api/review/queue?bucket=Audit&{filter}", Cancellation);
            Assert.Equal((filter, HttpStatusCode.BadRequest), (filter, refused.StatusCode));
        }

        // Nobody comes to see it by an appeal against nothing.
        using (var appeal = await world.PostAsync($"/api/review/items/uploads/{hashes[0]}/decision", new { seen = 0, ruling = "Reopened", note = "why not" }))
            Assert.Contains("NotDecided", await appeal.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.True((await world.ItemAsync(hashes[0])).GetProperty("blind").GetBoolean());

        var page = await world.OpenAsync("#/queue?bucket=Audit");
        await page.WaitForSelectorAsync(".row");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".decide")).ToContainTextAsync("Blind audit");
        Assert.Equal(0, await page.Locator(".badge.is-inpainted, .badge.is-generated, .gauge, .side :text('Threshold')").CountAsync());
        await ReviewWorld.PictureAsync(page, "blind");
        await page.Keyboard.PressAsync("r");
        await Assertions.Expect(page.Locator("#toast")).ToContainTextAsync("The scanner said");

        var labels = (await Task.WhenAll(hashes.Select(hash => world.Installation.Labels.ReadAsync(world.Scope, ContentHash.Parse(hash), Cancellation)))).SelectMany(chain => chain);
        var label = Assert.Single(labels);
        Assert.Equal((true, 1.0, null), (label.Blind, label.AuditProbability, label.ModelSeen));
        var decided = await world.GetAsync($"/api/review/log?blind=true");
        Assert.True((await world.ItemAsync(decided.GetProperty("rows")[0].GetProperty("hash").GetString()!)).TryGetProperty("score", out _));
        var board = await world.GetAsync("/api/review/dashboard");
        Assert.Equal(1, board.GetProperty("counts").GetProperty("audit").GetProperty("prevalence").GetProperty("trials").GetInt32());
    }

    [Fact]
    public async Task Overturning_one_of_three_duplicates_changes_all_and_the_fourth_that_comes_later()
    {
        await using var world = await ReviewWorld.StartAsync(browsers, ("Models__MaxAgeSeconds", "1"));
        var content = Samples.Read("chelsea-generated.jpg");
        var hash = (await world.UploadAsync(("a.jpg", content), ("b/b.jpg", content), ("c.jpg", content)))[0];
        Assert.Equal(1, await world.WaitingAsync());
        var page = await world.OpenAsync($"#/item/uploads/{hash}");
        await Assertions.Expect(page.Locator(".copies li")).ToHaveCountAsync(3);
        await page.Keyboard.PressAsync("r");
        await page.WaitForSelectorAsync(".view-queue .empty");

        // Another head is promoted: the decision is about the content, not about a model.
        await PublishAsync(world, ModelAlias.Champion, "starter-next");
        await Task.Delay(TimeSpan.FromSeconds(1.5), Cancellation);
        await world.UploadAsync(("d.jpg", content));
        var fourth = (await world.Data.CurrentAsync(Cancellation)).Single(upload => upload.Version.Name.Name == "d.jpg");
        Assert.Equal("starter-next", (await world.Data.StateAsync(fourth, Cancellation))!.Model);

        foreach (var upload in await world.Data.CurrentAsync(Cancellation))
        {
            var state = await world.Data.StateAsync(upload, Cancellation);
            Assert.Equal((Decision.AiGenerated, Decision.NoFindings), (state!.Decision, state.Effective));
            var tags = await world.Data.Uploads.ReadTagsAsync(upload.Version, Cancellation);
            Assert.Equal("NoFindings", tags.Tags["Stay Positive verdict"]);
        }

        var messages = (await world.Data.MessagesAsync(Cancellation)).Values.Where(message => message.GetProperty("type").GetString() == "verdict.overturned");
        Assert.Equal(["a.jpg", "b/b.jpg", "c.jpg", "d.jpg"], messages.Select(message => message.GetProperty("blob").GetString()!).Order(StringComparer.Ordinal));
        Assert.Equal(0, await world.WaitingAsync());
    }

    [Fact]
    public async Task The_challengers_opinion_stands_beside_the_verdict()
    {
        await using var world = await ReviewWorld.StartAsync(browsers, ("Models__MaxAgeSeconds", "1"));
        await PublishAsync(world, ModelAlias.Challenger, "starter-rival");
        var hash = (await world.UploadAsync(("a.jpg", Samples.Read("chelsea-generated.jpg"))))[0];
        var (item, map) = (await world.ItemAsync(hash), await world.GetAsync($"/api/review/evidence/uploads/{hash}"));
        var opinion = map.GetProperty("challenger");
        Assert.Equal(("starter-rival", "AiGenerated"), (opinion.GetProperty("model").GetString(), opinion.GetProperty("verdict").GetString()));
        Assert.Equal(item.GetProperty("score").GetDouble(), opinion.GetProperty("score").GetDouble(), 1e-3); // the same weights under another name
        var page = await world.OpenAsync($"#/item/uploads/{hash}");
        await Assertions.Expect(page.Locator(".side").Last).ToContainTextAsync("by starter-rival, which decides nothing yet");

        // What it thought when the content came in stays in the state, whoever is the challenger now.
        Assert.Equal(("starter-rival", "AiGenerated"), (item.GetProperty("shadow").GetProperty("model").GetString(), item.GetProperty("shadow").GetProperty("decision").GetString()));
        await PublishAsync(world, ModelAlias.Challenger, "starter-later");
        await Task.Delay(TimeSpan.FromSeconds(1.5), Cancellation);
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator(".side").Last).ToContainTextAsync("by starter-later, which decides nothing yet");
        await Assertions.Expect(page.Locator(".side").Last).ToContainTextAsync("by starter-rival, when it was scanned");
    }

    private static async Task PublishAsync(ReviewWorld world, ModelAlias alias, string version)
    {
        var package = ModelPackage.Load(Path.Combine(Repository.Root, "models", "starter"));
        var (aliases, releases) = (world.Installation.Aliases, world.Installation.Releases);
        var target = await releases.PublishAsync(package with { Head = new NonNegativeHead(new ModelVersion(version), package.Head.Weights, package.Head.Bias) }, signer: null, Cancellation);
        Assert.NotNull(await aliases.MoveAsync(alias, await aliases.ReadAsync(alias, Cancellation), target, "test", "another version", Cancellation));
    }

    [Fact]
    public async Task An_appeal_needs_a_reason_and_brings_the_content_back()
    {
        await using var world = await ReviewWorld.StartAsync(browsers);
        var hash = (await world.UploadAsync(("a.jpg", Samples.Read("chelsea-generated.jpg"))))[0];
        var page = await world.OpenAsync($"#/item/uploads/{hash}");
        await page.WaitForSelectorAsync(".choices");
        await page.Keyboard.PressAsync("r");
        await page.WaitForSelectorAsync(".view-queue");
        await world.GoAsync(page, $"#/item/uploads/{hash}");
        await page.WaitForSelectorAsync(".choices");
        await page.Keyboard.PressAsync("p");
        await Assertions.Expect(page.Locator("[role=alert]")).ToContainTextAsync("needs a note");
        await page.Locator("#note").FillAsync("The author objects.");
        await page.Locator("button:has-text('Re-open')").ClickAsync();
        await page.WaitForSelectorAsync(".view-queue");
        var row = (await world.GetAsync("/api/review/queue?bucket=Reopened")).GetProperty("items")[0];
        Assert.Equal((hash, 2), (row.GetProperty("hash").GetString(), row.GetProperty("seen").GetInt32()));
        Assert.Equal("AiGenerated", (await world.ItemAsync(hash)).GetProperty("effective").GetString());
    }
}
