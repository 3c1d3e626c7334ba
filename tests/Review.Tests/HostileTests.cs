using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Microsoft.Playwright;
using StayPositive.Detector.Decoding;

namespace StayPositive.Review.Tests;

/// <summary>Strangers' texts: names, notes, texts in files. Nothing of them runs, and nothing is loaded from elsewhere.</summary>
public sealed class HostileTests(Browsers browsers)
{
    private static readonly string[] Corpus =
    [
        "<script>window.pwned=1</script>", "<img src=x onerror=window.pwned=1>", "\"><svg onload=window.pwned=1>", "'-window.pwned=1-'", "javascript:window.pwned=1", "{{constructor.constructor('window.pwned=1')()}}",
        "<iframe srcdoc=\"<script>parent.pwned=1</script>\">", "<a href=javascript:window.pwned=1>x</a>", "<style>@import 'http://evil.example/x.css';</style>", "<base href=http://evil.example/>", "${window.pwned=1}",
    ];

    [Fact]
    public async Task Nothing_that_strangers_write_runs()
    {
        await using var world = await ReviewWorld.StartAsync(browsers);
        var hashes = await world.UploadAsync([.. Corpus.Select((text, n) => ($"{text.Replace('/', '|')}.png", Png(text, n)))]);
        for (var n = 0; n < Corpus.Length; n++)
            (await world.PostAsync($"/api/review/items/uploads/{hashes[n]}/decision", new { seen = 0, ruling = "NoFindings", note = Corpus[n] })).EnsureSuccessStatusCode();
        for (var n = 0; n < Corpus.Length; n++)
            (await world.PostAsync($"/api/review/items/uploads/{hashes[n]}/undo", new { seen = 1 })).EnsureSuccessStatusCode();

        var page = await world.OpenAsync("#/queue?bucket=Reopened");
        var (outside, dialogs, faults) = (new List<string>(), 0, new List<string>());
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
        Assert.False(await page.EvaluateAsync<bool>("() => 'pwned' in window"));
        Assert.Equal(0, await page.Locator("main script, main iframe, main style, main base, main img").CountAsync());
        Assert.Equal((0, "", ""), (dialogs, string.Join('\n', outside), string.Join('\n', faults)));
    }

    [Fact]
    public async Task The_browser_gets_new_pixels_and_nothing_of_the_file()
    {
        await using var world = await ReviewWorld.StartAsync(browsers);
        var hash = (await world.UploadAsync(("a.jpg", Samples.Variant("coffee-inpainted.jpg", "<script>secret</script>"))))[0];
        foreach (var (query, format, type) in new[] { ("max=400", ImageFormat.Jpeg, "image/jpeg"), ("x=10&y=20&w=64&h=32", ImageFormat.Png, "image/png") })
        {
            using var answer = await world.Http.GetAsync($"/api/review/images/uploads/{hash}?{query}", TestContext.Current.CancellationToken);
            var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            Assert.Equal((format, type), (ImageDecoder.Recognise(bytes), answer.Content.Headers.ContentType!.MediaType));
            Assert.DoesNotContain("secret", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.StartsWith("inline; filename=", answer.Content.Headers.ContentDisposition!.ToString(), StringComparison.Ordinal);
        }

        using var part = ImageDecoder.Decode(await world.Http.GetByteArrayAsync($"/api/review/images/uploads/{hash}?x=10&y=20&w=64&h=32", TestContext.Current.CancellationToken), new DecodeLimits()).Image!;
        using var whole = ImageDecoder.Decode(Samples.Read("coffee-inpainted.jpg"), new DecodeLimits()).Image!;
        Assert.Equal((64, 32), (part.Width, part.Height));
        for (var row = 0; row < 32; row++)
            Assert.True(part.Row(row).SequenceEqual(whole.Row(20 + row).Slice(30, 3 * 64)), $"row {row}");
    }

    /// <summary>A grey PNG of 64 x 64 pixels with a text as generators write it.</summary>
    private static byte[] Png(string text, int shade)
    {
        using var pixels = new MemoryStream();
        using (var deflate = new System.IO.Compression.ZLibStream(pixels, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            for (var row = 0; row < 64; row++)
                deflate.Write([0, .. Enumerable.Range(0, 64).Select(column => (byte)(100 + shade + (row * column % 50)))]);
        return
        [
            0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR", [0, 0, 0, 64, 0, 0, 0, 64, 8, 0, 0, 0, 0]), .. Chunk("tEXt", [.. "parameters\0"u8, .. Encoding.Latin1.GetBytes(text + " Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1")]),
            .. Chunk("IDAT", pixels.ToArray()), .. Chunk("IEND", []),
        ];
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        var (length, check) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(check, Crc32.HashToUInt32(body));
        return [.. length, .. body, .. check];
    }
}
