using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using StayPositive.Storage.Uploads;

namespace StayPositive.EndToEnd.Tests;

/// <summary>Names that users chose against us.</summary>
public sealed class NameTests
{
    private static readonly string[] Names =
    [
        "<script>alert(1)</script>.bmp", "line\r\nfail: injected.bmp", "\u001b[31mred\u001b[0m.bmp", "%2e%2e%2f%2e%2e.bmp", "..\\..\\windows.bmp", "right\u202Eto left.bmp", "'; DROP TABLE x --.bmp",
        "{Blob} {0}.bmp", "${jndi:ldap}.bmp", "😀 ä\u0301.bmp", "a?b#c&d=e+f.bmp", "...bmp", "\"quoted\".bmp", "x\u2028y.bmp",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Names_of_an_attacker_are_scanned_shown_and_logged_as_one_line()
    {
        using var data = new DataFolder();
        await using var app = AppProcess.OnFolder(data.Path);
        await app.TokenAsync(Cancellation);
        await app.AnswersAsync("/api/ready", Cancellation);
        foreach (var (at, name) in Names.Index())
            data.Upload(name, TinyImage.Bmp(at));

        for (var watch = Stopwatch.StartNew(); !(await Task.WhenAll((await data.CurrentAsync(Cancellation)).Select(async upload => await data.StateAsync(upload, Cancellation) is { Open.Count: 0 }))).All(done => done); await Task.Delay(200, Cancellation))
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), app.Log);
        foreach (var name in Names)
        {
            using var answer = await app.Http.GetAsync($"/api/states/{DataFolder.Container}/{string.Join('/', name.Split('/').Select(Uri.EscapeDataString))}", Cancellation);
            Assert.Equal((name, HttpStatusCode.OK, "application/json"), (name, answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
            var text = await answer.Content.ReadAsStringAsync(Cancellation);
            Assert.Equal(name, JsonDocument.Parse(text).RootElement.GetProperty("blob").GetString());
        }

        Assert.Equal(Names.Length, app.Log.Split("Scanned uploads/").Length - 1);
        Assert.Equal("", string.Join('\n', app.Log.Split('\n').Where(line => line.StartsWith("fail", StringComparison.Ordinal) || line.Any(c => char.IsControl(c) || c is '\u202E' or '\u2028'))));
    }

    [Fact]
    public async Task No_name_makes_the_api_fail()
    {
        using var data = new DataFolder();
        await using var app = AppProcess.OnFolder(data.Path);
        await app.TokenAsync(Cancellation);
        await app.AnswersAsync("/api/ready", Cancellation);
        string[] paths = ["..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd", "a%00b", "%ED%A0%80", "%5C%5Chost%5Cshare", "//x//", "C:%5Cx", new string('x', UploadName.MaxLength + 1)];
        foreach (var path in paths)
        {
            using var state = await app.Http.GetAsync($"/api/states/{DataFolder.Container}/{path}", Cancellation);
            using var request = await app.Http.PostAsJsonAsync("/api/scan-requests", new { container = DataFolder.Container, blob = Uri.UnescapeDataString(path) }, Cancellation);
            using var map = await app.Http.GetAsync($"/api/heatmaps/{path}/{path}/{path}", Cancellation);
            Assert.All([state, request, map], answer => Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, $"{answer.RequestMessage!.RequestUri}: {answer.StatusCode}\n{app.Log}"));
        }
    }
}
