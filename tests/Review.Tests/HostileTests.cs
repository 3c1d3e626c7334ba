using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using StayPositive.Detector.Decoding;
using StayPositive.Functions.Notes;
using StayPositive.Storage.Keys;
using StayPositive.Storage.Objects;
using StayPositive.Storage.Review;

namespace StayPositive.Review.Tests;

/// <summary>Strangers' texts: names, notes, texts in files. Nothing of them runs, and nothing is loaded from elsewhere.</summary>
public sealed class HostileTests(Browsers browsers)
{
    private const string Settings = " Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1"; // what makes a text a generator's, so that it is shown

    private static readonly string[] Corpus =
    [
        "<script>window.pwned=1</script>", "<img src=x onerror=window.pwned=1>", "\"><svg onload=window.pwned=1>", "'-window.pwned=1-'", "javascript:window.pwned=1", "{{constructor.constructor('window.pwned=1')()}}",
        "<iframe srcdoc=\"<script>parent.pwned=1</script>\">", "<a href=javascript:window.pwned=1>x</a>", "<style>@import 'http://evil.example/x.css';</style>", "<base href=http://evil.example/>", "${window.pwned=1}",
        "</textarea><details open ontoggle=window.pwned=1>", "<meta http-equiv=refresh content=\"0;url=http://evil.example/\">", "]]><x:script xmlns:x=\"http://www.w3.org/1999/xhtml\">window.pwned=1</x:script>",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_that_strangers_write_runs()
    {
        await using var world = await ReviewWorld.StartAsync(browsers);
        var hashes = await world.UploadAsync([.. Corpus.Select((text, n) => ($"{text.Replace('/', '|')}.png", Painted.Grey(n, Painted.Text("parameters", text + Settings))))]);
        for (var n = 0; n < Corpus.Length; n++)
            (await world.PostAsync($"/api/review/items/uploads/{hashes[n]}/decision", new { seen = 0, ruling = "NoFindings", note = Corpus[n] })).EnsureSuccessStatusCode();
        for (var n = 0; n < Corpus.Length; n++)
            (await world.PostAsync($"/api/review/items/uploads/{hashes[n]}/undo", new { seen = 1 })).EnsureSuccessStatusCode();

        var page = await world.OpenAsync("#/queue?bucket=Reopened");
        var watch = new Watch(page, world);
        await Assertions.Expect(page.Locator(".row")).ToHaveCountAsync(Corpus.Length);
        await Assertions.Expect(page.Locator(".row a.name").First).ToContainTextAsync("pwned");
        foreach (var hash in hashes)
        {
            await world.GoAsync(page, $"#/item/uploads/{hash}");
            await Assertions.Expect(page.Locator(".hash")).ToContainTextAsync(hash);
            await Assertions.Expect(page.Locator(".declared")).ToContainTextAsync("parameters");
        }

        await world.GoAsync(page, "#/log");
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(2 * Corpus.Length);
        await Assertions.Expect(page.Locator("td.note").Last).ToContainTextAsync("<script>window.pwned=1</script>");
        await watch.IsQuietAsync();
    }

    [Fact]
    public async Task Nothing_that_stands_in_the_texts_of_a_file_runs()
    {
        await using var world = await ReviewWorld.StartAsync(browsers);
        var photo = Samples.Read("chelsea-generated.jpg");
        var hashes = await world.UploadAsync([.. Corpus.SelectMany((text, n) => ((string, byte[])[])
        [
            ($"exif-{n}.jpg", Painted.Jpeg(photo, (0xE1, [.. "Exif\0\0"u8, .. ExifOf(text)]), (0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. XmpOf(text)]), (0xFE, Encoding.UTF8.GetBytes(text)))),
            ($"text-{n}.png", Painted.Grey(n, Painted.Text("Software", text), Painted.Text("Author", text), Painted.Text(text.Length > 79 ? text[..79] : text, text), Painted.International("Description", text + Settings, text),
                Painted.International("XML:com.adobe.xmp", Encoding.UTF8.GetString(XmpOf(text))), Painted.Text("prompt", text), Painted.Chunk("eXIf", ExifOf(text)))),
        ])]);

        var page = await world.OpenAsync();
        var watch = new Watch(page, world);
        for (var n = 0; n < hashes.Count; n++)
        {
            var text = Corpus[n / 2];
            await world.GoAsync(page, $"#/item/uploads/{hashes[n]}");
            await Assertions.Expect(page.Locator(".hash")).ToContainTextAsync(hashes[n]);
            var declared = page.Locator(".declared");
            await Assertions.Expect(declared).ToContainTextAsync(n % 2 == 0 ? "Exif.UserComment" : "prompt");
            Assert.Contains(text, await declared.TextContentAsync(), StringComparison.Ordinal); // as it stands in the file, letter by letter
        }

        await watch.IsQuietAsync();
    }

    [Fact]
    public async Task Nothing_that_reviewers_operators_models_and_reports_write_runs()
    {
        await using var world = await ReviewWorld.StartAsync(browsers, ("OpenAI__Endpoint", "https://openai.invalid/"), ("OpenAI__Deployment", "eyes"));
        var (evil, at) = (Corpus[1], DateTimeOffset.UnixEpoch.AddYears(56));
        var hash = (await world.UploadAsync(("a.jpg", Samples.Read("chelsea-generated.jpg"))))[0];
        var (content, place) = (ContentHash.Parse(hash), world.Installation);
        var label = new Label(1, Ruling.Undecided, evil, TimeProvider.System.GetUtcNow(), false, evil) { Source = "review", ModelSeen = evil };
        await place.Decisions.AddAsync(world.Scope, LoggedDecision.Of(content, label), Cancellation);
        await place.Labels.AddAsync(world.Scope, content, 0, label, Cancellation);
        await place.Claims.TakeAsync(world.Scope, content, evil, "another", Cancellation);
        await new NoteStore(place.Review, place.Tombstones).WriteAsync(world.Scope, content, new Note(new NoteText(evil, evil, [evil], NoteCategory.Unclear, NotePriority.Low), evil, "eyes", NotePrompt.Version, evil, at, 1), Cancellation);
        var gates = new[] { new { gate = evil, passed = false, sentence = evil } };
        await place.Models.WriteAsync(new ObjectKey("reports/a/report.json"), JsonSerializer.SerializeToUtf8Bytes(new { version = evil, champion = evil, madeAt = at, passed = false, gates }), WriteCondition.None, Cancellation);
        var champion = (await place.Aliases.ReadAsync(StayPositive.Storage.Models.ModelAlias.Champion, Cancellation))!;
        await place.Aliases.MoveAsync(StayPositive.Storage.Models.ModelAlias.Challenger, null, champion.Target, evil, evil, Cancellation);

        var page = await world.OpenAsync();
        var watch = new Watch(page, world);
        foreach (var (view, shown) in new[] { ($"#/item/uploads/{hash}", ".alerts"), ($"#/item/uploads/{hash}", ".assistant"), ($"#/item/uploads/{hash}", ".history"), ("#/log", "td.note"), ("#/dashboard", ".refit summary"), ("#/dashboard", ".view-dashboard .pairs") })
        {
            await world.GoAsync(page, view);
            await Assertions.Expect(page.Locator(shown).Filter(new() { HasText = evil }).First).ToBeAttachedAsync();
        }

        foreach (var bad in new[] { $"#/queue?bucket={evil}", $"#/item/{evil}/{evil}", $"#/log?text={evil}&from={evil}", $"#/dashboard?container={evil}", "#/item/%", $"#/queue?policy={evil}&prefix={evil}" })
        {
            await world.GoAsync(page, bad);
            await Assertions.Expect(page.Locator("h1")).Not.ToBeEmptyAsync();
        }

        await watch.IsQuietAsync(faults: false); // what is not there is told by a status, which the console repeats
    }

    [Fact]
    public async Task The_browser_gets_new_pixels_and_nothing_of_the_file()
    {
        await using var world = await ReviewWorld.StartAsync(browsers);
        var hash = (await world.UploadAsync(("a.jpg", Samples.Variant("coffee-inpainted.jpg", "<script>secret</script>"))))[0];
        foreach (var (query, format, type) in new[] { ("max=400", ImageFormat.Jpeg, "image/jpeg"), ("x=10&y=20&w=64&h=32", ImageFormat.Png, "image/png") })
        {
            using var answer = await world.Http.GetAsync($"/api/review/images/uploads/{hash}?{query}", Cancellation);
            var bytes = await answer.Content.ReadAsByteArrayAsync(Cancellation);
            Assert.Equal((format, type), (ImageDecoder.Recognise(bytes), answer.Content.Headers.ContentType!.MediaType));
            Assert.DoesNotContain("secret", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.StartsWith("inline; filename=", answer.Content.Headers.ContentDisposition!.ToString(), StringComparison.Ordinal);
        }

        using var part = ImageDecoder.Decode(await world.Http.GetByteArrayAsync($"/api/review/images/uploads/{hash}?x=10&y=20&w=64&h=32", Cancellation), new DecodeLimits()).Image!;
        using var whole = ImageDecoder.Decode(Samples.Read("coffee-inpainted.jpg"), new DecodeLimits()).Image!;
        Assert.Equal((64, 32), (part.Width, part.Height));
        for (var row = 0; row < 32; row++)
            Assert.True(part.Row(row).SequenceEqual(whole.Row(20 + row).Slice(30, 3 * 64)), $"row {row}");
    }

    /// <summary>Description, software, artist, copyright, comment.</summary>
    private static byte[] ExifOf(string text)
    {
        byte[] value = [.. Encoding.UTF8.GetBytes(text), 0];
        return Painted.Exif([(0x010E, value), (0x0131, value), (0x013B, value), (0x8298, value), (0x9286, [.. "ASCII\0\0\0"u8, .. Encoding.UTF8.GetBytes(text + Settings)])]);
    }

    /// <summary>Escaped as XML asks, so that a reader finds the text itself.</summary>
    private static byte[] XmpOf(string text)
    {
        var safe = System.Security.SecurityElement.Escape(text);
        return Encoding.UTF8.GetBytes(
            $"""
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
            xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmp:CreatorTool="{safe}" dc:title="{safe}" Iptc4xmpExt:DigitalSourceType="{safe}" Iptc4xmpExt:AISystemUsed="{safe}"/></rdf:RDF></x:xmpmeta>
            """);
    }

    /// <summary>Looks on while a browser shows what strangers wrote.</summary>
    private sealed class Watch
    {
        private readonly IPage page;
        private readonly List<string> outside = [], faults = [];
        private int dialogs;

        public Watch(IPage page, ReviewWorld world)
        {
            this.page = page;
            page.Request += (_, request) =>
            {
                if (new Uri(request.Url) is { Scheme: not "blob" } to && to.Authority != world.Http.BaseAddress!.Authority)
                    outside.Add(request.Url);
            };
            page.Dialog += (_, dialog) => dialogs++;
            page.PageError += (_, fault) => faults.Add(fault);
            page.Console += (_, line) =>
            {
                if (line.Type == "error")
                    faults.Add(line.Text);
            };
        }

        /// <summary>Nothing ran, nothing was asked for elsewhere, and the page's own policy had nothing to stop: strangers' text never became markup.</summary>
        public async Task IsQuietAsync(bool faults = true)
        {
            Assert.False(await page.EvaluateAsync<bool>("() => 'pwned' in window"));
            Assert.Equal(0, await page.Locator("main script, main iframe, main style, main base, main meta, main img, main [onerror], main [onload], main [ontoggle], main a[href^=javascript]").CountAsync());
            Assert.Equal((0, ""), (dialogs, string.Join('\n', outside)));
            Assert.DoesNotContain(this.faults, fault => fault.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase) || fault.Contains("TrustedHTML", StringComparison.Ordinal));
            if (faults)
                Assert.Equal("", string.Join('\n', this.faults));
        }
    }
}
