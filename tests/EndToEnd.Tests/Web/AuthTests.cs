using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using StayPositive.Tests;

namespace StayPositive.EndToEnd.Tests.Web;

/// <summary>Who may do what, with tokens of an identity provider that runs beside the app.</summary>
public sealed class AuthTests
{
    private const string Sample = "coffee-inpainted.jpg";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tokens_decide_and_nothing_else_does()
    {
        using var issuer = new TokenIssuer(AppProcess.FreePort());
        using var data = new DataFolder();
        await using var app = AppProcess.OnFolder(data.Path, ("Auth__Authority", issuer.Authority), ("Auth__Audience", TokenIssuer.Audience));
        await app.AnswersAsync("/api/ready", Cancellation);
        data.Upload(Sample, await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "samples", Sample), Cancellation));
        var admin = issuer.Token(["Admin"]);
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(app, admin, "POST", "/api/scan-requests")).Status);

        var state = $"/api/states/uploads/{Sample}";
        await WrongTokensAreRefusedAsync(app, issuer, state);
        await HeadersOfAFrontEndCountForNothingAsync(app, state);

        // What each role may do; the more includes the less.
        var hash = (await SendAsync(app, admin, "GET", state)).Body.GetProperty("sha256").GetString();
        (string Method, string Path, int Least)[] addresses =
        [
            ("GET", state, 1), ("GET", "/api/policies", 1), ("POST", "/api/scans", 1), ("GET", $"/api/measurements/uploads/{hash}", 2), ("GET", $"/api/heatmaps/uploads/{hash}", 2), ("POST", "/api/scan-requests", 3),
        ];
        string[] roles = ["Nothing", "Reader", "Reviewer", "Admin"];
        foreach (var (role, power) in roles.Select((role, power) => (role, power)))
            foreach (var (method, path, least) in addresses)
                Assert.Equal((role, path, power < least), (role, path, (await SendAsync(app, issuer.Token([role]), method, path)).Status == HttpStatusCode.Forbidden));
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(app, issuer.Token([]), "GET", state)).Status);

        // No oracle: nothing of the score is told to readers.
        foreach (var (method, path) in new[] { ("GET", state), ("POST", "/api/scans") })
        {
            string[] scores = ["score", "probability", "threshold", "reason"];
            var (reader, reviewer) = (await SendAsync(app, issuer.Token(["Reader"]), method, path), await SendAsync(app, issuer.Token(["Reviewer"]), method, path));
            Assert.Equal(("Inpainted", "Inpainted"), (reader.Body.GetProperty("verdict").GetString(), reviewer.Body.GetProperty("verdict").GetString()));
            Assert.All(scores, score => Assert.True(reviewer.Body.TryGetProperty(score, out _) && !reader.Body.TryGetProperty(score, out _), $"{path} {score}"));
        }
    }

    [Fact]
    public async Task Who_asks_too_often_waits_and_others_do_not()
    {
        using var issuer = new TokenIssuer(AppProcess.FreePort());
        using var data = new DataFolder();
        await using var app = AppProcess.OnFolder(
            data.Path, ("Auth__Authority", issuer.Authority), ("Auth__Audience", TokenIssuer.Audience), ("Web__RequestsPerMinute", "30"), ("Web__ScansPerMinute", "3"), ("Scanning__Concurrency", "1"));
        await app.AnswersAsync("/api/ready", Cancellation);
        var (greedy, modest) = (issuer.Token(["Reader"], subject: "greedy"), issuer.Token(["Reader"], subject: "modest"));

        var scans = new List<HttpStatusCode>();
        for (var n = 0; n < 5; n++)
            scans.Add((await SendAsync(app, greedy, "POST", "/api/scans")).Status);
        Assert.Equal(HttpStatusCode.OK, scans[0]);
        Assert.Equal(HttpStatusCode.TooManyRequests, scans[^1]);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(app, modest, "POST", "/api/scans")).Status);

        HttpResponseMessage answer;
        for (var n = 0; (answer = await GetAsync(app, greedy, "/api/policies")).StatusCode != HttpStatusCode.TooManyRequests; n++)
            Assert.InRange(n, 0, 60);
        Assert.InRange(int.Parse(answer.Headers.GetValues("Retry-After").Single()), 1, 60);
        Assert.Equal("TooManyRequests", (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("code").GetString());
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(app, modest, "/api/policies")).StatusCode);

        // Guessing tokens is limited by address.
        for (var n = 0; (answer = await GetAsync(app, "guess", "/api/policies")).StatusCode != HttpStatusCode.TooManyRequests; n++)
            Assert.InRange(n, 0, 60);
        foreach (var free in new[] { "/api/health", "/api/ready", "/review", "/review/app.js" }) // a probe, and who only opens the page, shares its address with those who guess
            Assert.Equal((free, HttpStatusCode.OK), (free, (await GetAsync(app, "guess", free)).StatusCode));
    }

    [Fact]
    public async Task What_was_drawn_for_the_blind_audit_is_judged_before_it_is_seen()
    {
        using var issuer = new TokenIssuer(AppProcess.FreePort());
        using var data = new DataFolder();
        await using var app = AppProcess.OnFolder(data.Path, ("Auth__Authority", issuer.Authority), ("Auth__Audience", TokenIssuer.Audience), ("Scanning__AuditRate", "1"));
        await app.AnswersAsync("/api/ready", Cancellation);
        data.Upload(Sample, await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "samples", Sample), Cancellation));
        var (reviewer, admin, state) = (issuer.Token(["Reviewer"]), issuer.Token(["Admin"]), $"/api/states/uploads/{Sample}");
        await SendAsync(app, admin, "POST", "/api/scan-requests");
        var seen = (await SendAsync(app, admin, "GET", state)).Body;
        var hash = seen.GetProperty("sha256").GetString();

        Assert.True(seen.TryGetProperty("score", out _));
        foreach (var path in new[] { state, $"/api/measurements/uploads/{hash}", $"/api/heatmaps/uploads/{hash}", $"/api/heatmaps/uploads/{hash}/{seen.GetProperty("model").GetString()}" })
            Assert.Equal((path, "Blind"), (path, (await SendAsync(app, reviewer, "GET", path)).Body.GetProperty("code").GetString()));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(app, admin, "GET", $"/api/measurements/uploads/{hash}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(app, issuer.Token(["Reader"]), "GET", state)).Status); // programs go on; who only reads decides nothing
    }

    private static async Task WrongTokensAreRefusedAsync(AppProcess app, TokenIssuer issuer, string path)
    {
        using var stranger = RSA.Create(2048);
        var wrong = new Dictionary<string, string>
        {
            ["no token"] = "",
            ["token of a start"] = new('0', 32),
            ["wrong audience"] = issuer.Token(["Admin"], audience: "api://another"),
            ["wrong issuer"] = issuer.Token(["Admin"], issuer: "https://another.example"),
            ["expired"] = issuer.Token(["Admin"], age: TimeSpan.FromMinutes(30)),
            ["not yet valid"] = issuer.Token(["Admin"], age: TimeSpan.FromMinutes(-30)),
            ["alg none"] = issuer.Token(["Admin"], sign: _ => ("none", [])),
            ["signed by the public key"] = issuer.Token(["Admin"], sign: issuer.ByPublicKey),
            ["signed by a stranger"] = issuer.Token(["Admin"], sign: data => ("RS256", stranger.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))),
            ["without its signature"] = issuer.Token(["Admin"], sign: _ => ("RS256", [])),
            ["another role put in"] = Forged(issuer.Token(["Reader"])),
        };
        foreach (var (what, token) in wrong)
            Assert.Equal((what, HttpStatusCode.Unauthorized), (what, (await SendAsync(app, token, "GET", path)).Status));

        static string Forged(string token)
        {
            var parts = token.Split('.');
            var payload = Encoding.UTF8.GetString(Convert.FromBase64String(parts[1].Replace('-', '+').Replace('_', '/').PadRight((parts[1].Length + 3) / 4 * 4, '=')));
            parts[1] = Convert.ToBase64String(Encoding.UTF8.GetBytes(payload.Replace("Reader", "Admin", StringComparison.Ordinal))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
            return string.Join('.', parts);
        }
    }

    private static async Task HeadersOfAFrontEndCountForNothingAsync(AppProcess app, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        var principal = Convert.ToBase64String(Encoding.UTF8.GetBytes("""{"auth_typ":"aad","claims":[{"typ":"roles","val":"Admin"}],"role_typ":"roles"}"""));
        foreach (var (name, value) in new[] { ("X-MS-CLIENT-PRINCIPAL", principal), ("X-MS-CLIENT-PRINCIPAL-ID", "1"), ("X-MS-CLIENT-PRINCIPAL-NAME", "admin"), ("X-MS-TOKEN-AAD-ACCESS-TOKEN", "x"), ("X-Forwarded-User", "admin") })
            request.Headers.Add(name, value);
        using var answer = await app.Http.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private static async Task<HttpResponseMessage> GetAsync(AppProcess app, string token, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await app.Http.SendAsync(request, Cancellation);
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(AppProcess app, string token, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = token.Length == 0 ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Content = path switch
        {
            "/api/scans" => new ByteArrayContent(await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "samples", Sample), Cancellation)),
            "/api/scan-requests" => JsonContent.Create(new { container = "uploads", blob = Sample }),
            _ => null,
        };
        using var answer = await app.Http.SendAsync(request, Cancellation);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation));
    }
}
