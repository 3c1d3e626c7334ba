using System.Text.Json;
using CsCheck;
using Microsoft.Playwright;
using StayPositive.Functions.Web.Review;

namespace StayPositive.Review.Tests;

/// <summary>The log of decisions.</summary>
public sealed class LogTests(Browsers browsers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_log_filters_and_exports_and_no_cell_is_a_formula()
    {
        await using var world = await ReviewWorld.StartAsync(browsers);
        var hashes = await world.UploadAsync([.. Samples.Edits.Select(name => ($"=cmd|{name}", Samples.Read(name)))]);
        string[] rulings = ["NoFindings", "AiGenerated", "Inpainted", "Undecided"];
        for (var n = 0; n < 4; n++)
            (await world.PostAsync($"/api/review/items/uploads/{hashes[n]}/decision", new { seen = 0, ruling = rulings[n], note = n == 0 ? "=HYPERLINK(\"http://evil.example\",\"x\"), \"quoted\"" : $"note {n}" })).EnsureSuccessStatusCode();
        using var stale = await world.PostAsync($"/api/review/items/uploads/{hashes[0]}/decision", new { seen = 0, ruling = "AiGenerated" });
        Assert.Equal(409, (int)stale.StatusCode);

        Assert.Equal(4, (await world.GetAsync("/api/review/log")).GetProperty("rows").GetArrayLength()); // the stale one is in no log
        foreach (var (filter, count) in new[] { ("ruling=Inpainted", 1), ("text=note", 3), ("reviewer=loc", 4), ("reviewer=ann", 0), ("blind=true", 0), ("from=2020-01-01&to=2020-02-01", 0) })
            Assert.Equal((filter, count), (filter, (await world.GetAsync($"/api/review/log?{filter}")).GetProperty("rows").GetArrayLength()));

        using var early = await world.Http.GetAsync("/api/review/log?to=0001-01-01", Cancellation);
        Assert.Equal(400, (int)early.StatusCode);

        var lines = (await world.Http.GetStringAsync("/api/review/log?format=jsonl", Cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(rulings.Reverse(), lines.Select(line => line.GetProperty("ruling").GetString()));

        var page = await world.OpenAsync("#/log");
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(4);
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator("button:has-text('CSV')").ClickAsync());
        var csv = await File.ReadAllTextAsync(await download.PathAsync(), Cancellation);
        Assert.Equal(("decisions.csv", 6), (download.SuggestedFilename, csv.Split("\r\n").Length));
        Assert.Contains("\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"x\"\"), \"\"quoted\"\"\"", csv, StringComparison.Ordinal);
        Assert.Contains("\"'=cmd|", csv, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_comes_back_and_never_begins_as_a_formula() => Gen.String.Sample(text =>
    {
        var field = Csv.Field(text);
        Assert.True(field.Length >= 2 && field[0] == '"' && field[^1] == '"');
        var back = field[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal);
        Assert.True(back == text || back == "'" + text);
        Assert.False(back.TrimStart(' ') is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..]);
    });
}
