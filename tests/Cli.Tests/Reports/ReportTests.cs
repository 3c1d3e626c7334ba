using System.Security.Cryptography;
using System.Text;
using AngleSharp.Html.Dom;
using NetVips;
using StayPositive.Cli.Tests.Scanning;

namespace StayPositive.Cli.Tests.Reports;

public sealed class ReportTests : IDisposable
{
    private readonly ScanFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_input_has_a_card_in_input_order_with_its_verdict_its_pictures_and_its_numbers()
    {
        string[] files = [folder.Inpainted("b.png"), folder.Photo("large.jpg", 400, 300), folder.Generated("a.webp"), folder.Text("bad.jpg", "no picture"), folder.Path("missing.jpg")];
        var report = await ReportAsync([.. files, "--parallel", "3"]);
        Assert.Equal(files, report.Names);
        Assert.Equal(["Inpainted", "No findings", "AI-generated", "Not scanned", "Not scanned"], report.Verdicts);
        Assert.Equal([2, 2, 2, 0, 0], report.Cards.Select(card => card.QuerySelectorAll("img").Length));
        Assert.Equal("Complete: 5 of 5 inputs, 2 flagged.", report.State);

        var inpainted = ReportDocument.Text(report.Cards[0]);
        Assert.Contains("PNG, 320 × 256 pixels", inpainted, StringComparison.Ordinal);
        Assert.Contains("supported by n = 400 photos", inpainted, StringComparison.Ordinal);
        Assert.Contains("at a prevalence of 1%", inpainted, StringComparison.Ordinal);
        Assert.Contains("for a stated false-positive rate of 1%", inpainted, StringComparison.Ordinal);
        Assert.Matches(@"Region largest part \d+ × \d+ pixels at \(\d+, \d+\); in all [\d.]+% of the area", inpainted);
        Assert.Contains("0.60 = threshold", inpainted, StringComparison.Ordinal); // a window of 64 pixels passes at 0.35; the bias is -0.25
        Assert.Equal(["64", "128", "256"], report.Cards[0].QuerySelectorAll("tbody th").Select(ReportDocument.Text));
        Assert.Contains("not supported: n = 20 photos", ReportDocument.Text(report.Cards[1]), StringComparison.Ordinal);
        Assert.Contains("Code UnsupportedFormat Advice Convert it to", ReportDocument.Text(report.Cards[3]), StringComparison.Ordinal);
        Assert.Contains("Code NotFound Advice Check the path.", ReportDocument.Text(report.Cards[4]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_fetched_nothing_runs_and_only_the_hashed_style_applies()
    {
        var report = await ReportAsync(folder.Inpainted("b.png"), folder.Text("bad.jpg", "no picture"));
        Assert.DoesNotContain("http:", report.Markup, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https:", report.Markup, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", report.Markup, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(report.Page.QuerySelectorAll("script, link, iframe, object, embed, base, form, [style], [srcset]"));
        Assert.DoesNotContain(report.Page.All.SelectMany(element => element.Attributes), attribute => attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase));
        Assert.All(report.Page.QuerySelectorAll("[src]"), element => Assert.StartsWith("data:image/webp;base64,", element.GetAttribute("src"), StringComparison.Ordinal));
        Assert.All(report.Page.QuerySelectorAll("[href]"), element => Assert.StartsWith("#", element.GetAttribute("href"), StringComparison.Ordinal));

        var style = Assert.Single(report.Page.QuerySelectorAll("style")).TextContent;
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        var policy = report.Page.QuerySelector("meta[http-equiv=Content-Security-Policy]")!.GetAttribute("content");
        Assert.Equal($"default-src 'none'; img-src data:; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'", policy);
    }

    [Fact]
    public async Task Pictures_are_upright_of_the_stated_size_small_and_described()
    {
        var file = folder.Path("oriented.jpg");
        using (var image = Image.NewFromFile(folder.Inpainted("stored.png")))
        using (var tagged = image.Mutate(mutable => mutable.Set(GValue.GIntType, "orientation", 6)))
            tagged.Jpegsave(file, q: 98);
        var report = await ReportAsync(file, folder.Photo("wide.png", 1200, 64));
        var pictures = report.Page.QuerySelectorAll("img").Cast<IHtmlImageElement>().ToArray();
        Assert.Equal([(256, 320), (256, 320), (480, 26), (480, 26)], pictures.Select(picture => (picture.DisplayWidth, picture.DisplayHeight)));
        Assert.Equal("oriented.jpg", pictures[0].AlternativeText);
        Assert.StartsWith("Evidence of oriented.jpg, a region outlined", pictures[1].AlternativeText, StringComparison.Ordinal);
        foreach (var picture in pictures)
        {
            using var decoded = Image.NewFromBuffer(Convert.FromBase64String(picture.Source!.Split(',')[1]));
            Assert.Equal((picture.DisplayWidth, picture.DisplayHeight), (decoded.Width, decoded.Height));
        }

        // The texture is at the right of the stored pixels, so at the bottom of the upright ones.
        using var overlay = Image.NewFromBuffer(Convert.FromBase64String(pictures[1].Source!.Split(',')[1]));
        Assert.True(overlay.Getpoint(128, 290)[0] > overlay.Getpoint(128, 30)[0] + 50);
        Assert.Contains("EXIF orientation 6", ReportDocument.Text(report.Cards[0]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_filter_counts_the_cards_and_each_of_its_choices_has_a_rule()
    {
        var report = await ReportAsync(folder.Inpainted("a.png"), folder.Generated("b.png"), folder.Generated("c.png"), folder.Photo("d.png"), folder.Path("missing.jpg"));
        var style = report.Page.QuerySelector("style")!.TextContent;
        var choices = report.Page.QuerySelectorAll("input[type=radio]").ToArray();
        Assert.Equal(["show-all", "show-flagged", "show-generated", "show-inpainted", "show-none", "show-refused"], choices.Select(choice => choice.Id));
        foreach (var choice in choices)
        {
            var label = report.Page.QuerySelector($"label[for={choice.Id}]")!;
            var selector = choice.Id == "show-all" ? ".card" : $".card.is-{choice.Id!["show-".Length..]}";
            Assert.Equal(report.Page.QuerySelectorAll(selector).Length.ToString(), label.QuerySelector("b")!.TextContent);
            if (choice.Id != "show-all")
                Assert.Contains($"body:has(#{choice.Id}:checked) .card:not({selector[".card".Length..]})", style, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_head_states_the_policy_as_it_was_given_and_warns_of_the_demonstration_model_only()
    {
        var report = await ReportAsync(folder.Photo("p.png"), "--prevalence", "0.2", "--fpr", "0.05");
        var head = ReportDocument.Text(report.Page.QuerySelector("header")!);
        Assert.Contains("flagged at 5%, uncertain at 5%", head, StringComparison.Ordinal);
        Assert.Contains("20% of all images", head, StringComparison.Ordinal);
        Assert.Contains(TinyModel.Version, head, StringComparison.Ordinal);
        Assert.Contains("“No findings” is not proof of a real photo.", head, StringComparison.Ordinal);
        Assert.DoesNotContain("demonstration", head, StringComparison.Ordinal);

        var path = folder.Path("starter.html");
        var run = await Run.OfAsync("scan", folder.Photo("p.png"), "--report", path, "--model", Path.Combine(StayPositive.Tests.Repository.Root, "models", "starter"));
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("This is the demonstration model.", ReportDocument.Text(ReportDocument.Read(path).Page.QuerySelector("header")!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_that_was_stopped_early_has_its_picture_but_no_evidence()
    {
        var file = folder.Path("big.png");
        File.Move(folder.Generated("g.png"), file);
        using (var tile = Image.NewFromFile(file, memory: true))
        using (var big = tile.Replicate(20, 20))
            big.WriteToFile(file);
        var report = await ReportAsync(file, "--early-stop");
        var card = ReportDocument.Text(report.Cards[0]);
        Assert.Contains("No evidence picture", card, StringComparison.Ordinal);
        Assert.Contains("Logit at least", card, StringComparison.Ordinal);
        Assert.Single(report.Cards[0].QuerySelectorAll("img"));
    }

    [Fact]
    public async Task Of_an_animation_the_frame_of_the_verdict_is_shown()
    {
        var frames = new[] { folder.Photo("1.png"), folder.Generated("2.png") }.Select(name => Image.NewFromFile(name)).ToArray();
        using (var joined = Image.Arrayjoin(frames, across: 1))
        using (var animation = joined.Mutate(mutable => mutable.Set(GValue.GIntType, "page-height", 128)))
            animation.Webpsave(folder.Path("a.webp"), lossless: true);
        Array.ForEach(frames, frame => frame.Dispose());

        var report = await ReportAsync(folder.Path("a.webp"));
        Assert.Equal(["AI-generated"], report.Verdicts);
        Assert.Contains("2 frames, this is number 2", ReportDocument.Text(report.Cards[0]), StringComparison.Ordinal);
        using var shown = Image.NewFromBuffer(Convert.FromBase64String(report.Page.QuerySelector("img")!.GetAttribute("src")!.Split(',')[1]));
        Assert.True(Math.Abs(shown.Getpoint(70, 60)[0] - shown.Getpoint(71, 60)[0]) > 15, "The texture of the last frame is not seen.");
    }

    [Theory]
    [InlineData("<img src=x onerror=alert(1)>.png", "<img src=x onerror=alert(1)>.png")]
    [InlineData("'\"&amp;<b>{0}.png", "'\"&amp;<b>{0}.png")]
    [InlineData("a\u202Egnp.exe.png", "a\\u202Egnp.exe.png")]
    [InlineData("a\nb\u001b[31m.png", "a\\u000Ab\\u001B[31m.png")]
    public async Task A_hostile_file_name_stays_text(string name, string shown)
    {
        var report = await ReportAsync(folder.Photo(name), folder.Path("missing " + name));
        Assert.Equal([folder.Path(shown), folder.Path("missing " + shown)], report.Names);
        Assert.Equal(2, report.Page.QuerySelectorAll("img").Length);
        Assert.Equal(shown, report.Page.QuerySelector("img")!.GetAttribute("alt"));
        Assert.Empty(report.Page.QuerySelectorAll("[onerror]"));
    }

    private async Task<ReportDocument> ReportAsync(params string[] arguments)
    {
        var path = folder.Path("report.html");
        var run = await folder.ScanAsync([.. arguments, "--report", path]);
        Assert.Equal("", run.Error);
        Assert.False(File.Exists(path + ".part"));
        return ReportDocument.Read(path);
    }
}
