using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using StayPositive.Tests;

namespace StayPositive.EndToEnd.Tests.Web;

/// <summary>docs/api.md says what the app does.</summary>
public sealed class ApiDocumentTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_examples_of_the_reference_are_what_the_app_answers()
    {
        var examples = ApiExample.Read(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "api.md"), Cancellation));
        Assert.InRange(examples.Count, 8, 100);
        using var data = new DataFolder();
        await using var app = AppProcess.OnFolder(data.Path, ("Scanning__SweepLimit", "1000000"));
        await app.TokenAsync(Cancellation);
        await app.AnswersAsync("/api/ready", Cancellation);
        foreach (var name in new[] { "coffee-inpainted.jpg", "coffee.jpg" })
            data.Upload(name, await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "samples", name), Cancellation));
        foreach (var upload in await data.CurrentAsync(Cancellation))
            while (await data.StateAsync(upload, Cancellation) is not { Open.Count: 0 })
                await Task.Delay(100, Cancellation);

        var told = new Dictionary<string, string>(); // what an earlier answer named, for the addresses of later ones
        foreach (var example in examples)
        {
            using var request = (example with { Path = told.Aggregate(example.Path, (path, pair) => path.Replace(pair.Key, pair.Value, StringComparison.Ordinal)) }).Request(Repository.Root);
            using var answer = await app.Http.SendAsync(request, Cancellation);
            var text = await answer.Content.ReadAsStringAsync(Cancellation);
            Assert.True((int)answer.StatusCode == example.Status, $"{example.Method} {example.Path}: {answer.StatusCode} {text}\n{app.Log}");
            if (example.Answer is null)
                continue;
            var body = JsonDocument.Parse(text).RootElement;
            Assert.Equal((example.Path, ""), (example.Path, example.Difference(body)));
            if (body.ValueKind == JsonValueKind.Object && body.TryGetProperty("id", out var id))
                told["{id}"] = id.GetString()!;
        }
    }

    [Fact]
    public async Task Every_answer_tells_the_browser_what_it_must_not_do_and_every_error_has_a_code()
    {
        using var data = new DataFolder();
        await using var app = AppProcess.OnFolder(data.Path, ("Web__MaxBodyKilobytes", "2"), ("Web__MaxScanMegabytes", "1"));
        await app.AnswersAsync("/api/ready", Cancellation);
        using (var anonymous = await app.Http.GetAsync("/api/policies", Cancellation))
            await CheckAsync(anonymous, HttpStatusCode.Unauthorized, "Unauthorized");
        await app.TokenAsync(Cancellation);
        (string Method, string Path, HttpContent? Body, int Status, string? Code)[] requests =
        [
            ("GET", "/api/health", null, 200, null),
            ("GET", "/api/policies", null, 200, null),
            ("GET", "/nothing", null, 404, "NotFound"),
            ("DELETE", "/api/policies", null, 405, "MethodNotAllowed"),
            ("GET", "/api/states/another/a.jpg", null, 404, "UnknownSource"),
            ("GET", "/api/states/uploads/a.jpg", null, 404, "NotFound"),
            ("GET", "/api/measurements/uploads/xyz", null, 400, "BadRequest"),
            ("GET", $"/api/measurements/uploads/{new string('0', 64)}", null, 404, "NotFound"),
            ("GET", $"/api/measurements/sp-review/{new string('0', 64)}", null, 404, "UnknownSource"),
            ("GET", $"/api/heatmaps/uploads/{new string('0', 64)}/..%2fx", null, 400, "BadRequest"),
            ("POST", "/api/scan-requests", JsonContent.Create(new { container = "uploads", blob = "a.jpg", force = true }), 400, "BadRequest"),
            ("POST", "/api/scan-requests", JsonContent.Create(new { container = "uploads" }), 400, "BadRequest"),
            ("POST", "/api/scan-requests", JsonContent.Create(new { container = "uploads", blob = (string?)null }), 400, "BadRequest"),
            ("POST", "/api/scan-requests", new StringContent("{\"Container\":\"uploads\",\"Blob\":\"a\"}", null, "application/json"), 400, "BadRequest"),
            ("POST", "/api/scan-requests", new StringContent("{\"container\":\"uploads\",\"blob\":\"a\",\"blob\":\"b\"}", null, "application/json"), 400, "BadRequest"),
            ("POST", "/api/scan-requests", new StringContent("{", null, "application/json"), 400, "BadRequest"),
            ("POST", "/api/scan-requests", new StringContent("a=b", null, "application/x-www-form-urlencoded"), 415, "UnsupportedMediaType"),
            ("POST", "/api/scan-requests", JsonContent.Create(new { container = "uploads", blob = new string('x', 3000) }), 413, "TooManyBytes"),
            ("POST", "/api/scan-requests", JsonContent.Create(new { container = "another", blob = "a" }), 400, "UnknownSource"),
            ("POST", "/api/scans", new ByteArrayContent(new byte[1_000_001]), 413, "TooManyBytes"),
            ("POST", "/api/scans", new StreamContent(new NoLength()), 411, "LengthRequired"),
            ("POST", "/api/scans", new ByteArrayContent(new byte[10]), 200, null),
        ];
        foreach (var (method, path, body, status, code) in requests)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body };
            request.Headers.ExpectContinue = body is not null; // a body that is refused is not read, and then the connection ends
            using var answer = await app.Http.SendAsync(request, Cancellation);
            await CheckAsync(answer, (HttpStatusCode)status, code);
        }

        Assert.DoesNotContain(app.Log.Split('\n'), line => line.StartsWith("fail", StringComparison.Ordinal));
    }

    private static async Task CheckAsync(HttpResponseMessage answer, HttpStatusCode status, string? code)
    {
        var (what, text) = ($"{answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri}", await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.True(answer.StatusCode == status, $"{what}: {answer.StatusCode} {text}");
        foreach (var (name, value) in new[] { ("Content-Security-Policy", "default-src 'none'"), ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"), ("Cache-Control", "no-store") })
            Assert.StartsWith(value, answer.Headers.GetValues(name).Single(), StringComparison.Ordinal);
        if (code is null)
            return;
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal((what, code, (int)status), (what, problem.GetProperty("code").GetString(), problem.GetProperty("status").GetInt32()));
        Assert.DoesNotContain("StayPositive.", text, StringComparison.Ordinal); // nothing of the inside
    }

    /// <summary>A body whose length is not known beforehand: it is sent in chunks.</summary>
    private sealed class NoLength : MemoryStream
    {
        public NoLength()
            : base([1, 2, 3])
        {
        }

        public override bool CanSeek => false;
    }
}
