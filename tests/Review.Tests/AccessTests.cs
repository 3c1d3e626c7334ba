using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using StayPositive.EndToEnd.Tests;
using StayPositive.EndToEnd.Tests.Web;

namespace StayPositive.Review.Tests;

/// <summary>Who is refused.</summary>
public sealed class AccessTests(Browsers browsers)
{
    private const string Content = "uploads/0000000000000000000000000000000000000000000000000000000000000000";

    private static readonly (string Method, string Path)[] Routes =
    [
        ("GET", "/api/review/queue"), ("GET", "/api/review/counts"), ("GET", $"/api/review/items/{Content}"), ("GET", $"/api/review/images/{Content}"), ("GET", $"/api/review/evidence/{Content}"),
        ("GET", $"/api/review/facts/{Content}"), ("GET", $"/api/review/masks/{Content}/{Content[8..]}"), ("POST", $"/api/review/items/{Content}/decision"), ("POST", $"/api/review/items/{Content}/undo"),
        ("POST", "/api/review/bulk"), ("PUT", $"/api/review/claims/{Content}?session=a"), ("DELETE", $"/api/review/claims/{Content}?session=a"), ("GET", "/api/review/log"), ("GET", "/api/review/dashboard"),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_token_with_a_wrong_one_or_with_forged_headers_nothing_is_told()
    {
        await using var world = await ReviewWorld.StartAsync(browsers);
        using var http = new HttpClient { BaseAddress = world.Http.BaseAddress };
        foreach (var (method, path) in Routes)
        {
            foreach (var token in new[] { null, new string('0', 32) })
            {
                using var request = Request(method, path);
                request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
                request.Headers.Add("X-MS-CLIENT-PRINCIPAL", "eyJhdXRoX3R5cCI6ImFhZCIsImNsYWltcyI6W3sidHlwIjoicm9sZXMiLCJ2YWwiOiJBZG1pbiJ9XX0=");
                request.Headers.Add("X-MS-CLIENT-PRINCIPAL-NAME", "admin");
                using var answer = await http.SendAsync(request, Cancellation);
                Assert.Equal((path, HttpStatusCode.Unauthorized), (path, answer.StatusCode));
            }
        }
    }

    [Fact]
    public async Task A_session_counts_only_for_pages_of_its_own_origin()
    {
        await using var world = await ReviewWorld.StartAsync(browsers);
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = world.Http.BaseAddress };
        var origin = world.Http.BaseAddress!.GetLeftPart(UriPartial.Authority);
        var token = await world.App.TokenAsync(Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, (await SignInAsync(token, "http://evil.example", header: true)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await SignInAsync(token, origin, header: false)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignInAsync("0123", origin, header: true)).StatusCode);
        using var signedIn = await SignInAsync(token, origin, header: true);
        var cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);

        var pair = cookie[..cookie.IndexOf(';', StringComparison.Ordinal)];
        Assert.Equal(HttpStatusCode.OK, await AskAsync("GET", "/api/review/counts"));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync("GET", "/api/review/counts", ("Sec-Fetch-Site", "cross-site")));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync("POST", "/api/review/bulk")); // a form of another page could send this
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync("POST", "/api/review/bulk", ("X-Stay-Positive", "1"), ("Origin", "http://evil.example")));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync("POST", "/api/scan-requests", ("X-Stay-Positive", "1"), ("Origin", "null")));
        Assert.Equal(HttpStatusCode.BadRequest, await AskAsync("POST", "/api/review/bulk", ("X-Stay-Positive", "1"), ("Origin", origin))); // let in: the body is wrong
        Assert.Equal(HttpStatusCode.BadRequest, await AskAsync("GET", "/api/review/counts", ("Host", "evil.example")));
        Assert.Equal(HttpStatusCode.NoContent, await AskAsync("DELETE", "/api/session", ("X-Stay-Positive", "1"), ("Origin", origin)));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync("GET", "/api/review/counts"));

        async Task<HttpStatusCode> AskAsync(string method, string path, params (string Name, string Value)[] headers)
        {
            using var request = Request(method, path);
            request.Headers.Add("Cookie", pair);
            foreach (var (name, value) in headers)
                request.Headers.TryAddWithoutValidation(name, value);
            using var answer = await http.SendAsync(request, Cancellation);
            return answer.StatusCode;
        }

        async Task<HttpResponseMessage> SignInAsync(string text, string from, bool header)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/session") { Content = JsonContent.Create(new { token = text }) };
            request.Headers.Add("Origin", from);
            if (header)
                request.Headers.Add("X-Stay-Positive", "1");
            return await http.SendAsync(request, Cancellation);
        }
    }

    [Fact]
    public async Task A_token_of_the_identity_provider_must_be_right_and_hold_the_role()
    {
        using var issuer = new TokenIssuer(AppProcess.FreePort());
        using var data = new DataFolder();
        await using var app = AppProcess.OnFolder(data.Path, ("Auth__Authority", issuer.Authority), ("Auth__Audience", TokenIssuer.Audience));
        await app.AnswersAsync("/api/ready", Cancellation);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(issuer.Token(["Reviewer"])));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(issuer.Token(["Admin"])));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(issuer.Token(["Reader"])));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(issuer.Token([])));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(issuer.Token(["Reviewer"], age: TimeSpan.FromHours(2))));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(issuer.Token(["Reviewer"], audience: "api://other")));

        // There is no token of this start to sign in with, and the page may ask the identity provider.
        using var exchange = await app.Http.PostAsJsonAsync("/api/session", new { token = "" }, Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, exchange.StatusCode);
        using var page = await app.Http.GetAsync("/review", Cancellation);
        Assert.Contains($"connect-src 'self' {issuer.Authority};", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);

        async Task<HttpStatusCode> AskAsync(string token)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/review/counts");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var answer = await app.Http.SendAsync(request, Cancellation);
            return answer.StatusCode;
        }
    }

    private static HttpRequestMessage Request(string method, string path) =>
        new(new HttpMethod(method), path) { Content = method == "POST" ? new StringContent("{}", System.Text.Encoding.UTF8, "application/json") : null };
}
