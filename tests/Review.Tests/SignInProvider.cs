using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Web;
using StayPositive.EndToEnd.Tests.Web;

namespace StayPositive.Review.Tests;

/// <summary>An identity provider at which people sign in: authorization code with PKCE (RFC 7636). It asks nothing: somebody is signed in already.</summary>
internal sealed class SignInProvider(int port) : TokenIssuer(port)
{
    public const string ClientId = "review-page";

    private readonly ConcurrentDictionary<string, (string Challenge, string RedirectUri)> codes = new();

    /// <summary>What the next token holds.</summary>
    public string[] Roles { get; set; } = ["Reviewer"];

    /// <summary>How long ago the next token was issued; it is good for 10 minutes, and the app allows 5 more for clocks.</summary>
    public TimeSpan Age { get; set; }

    /// <summary>For whom the next token is.</summary>
    public string For { get; set; } = Audience;

    /// <summary>The next one who signs in says no.</summary>
    public bool Declines { get; set; }

    /// <summary>Codes that were exchanged for tokens.</summary>
    public int Exchanges { get; private set; }

    /// <summary>Exchanges that were refused.</summary>
    public int Refusals { get; private set; }

    /// <summary>What the last sign-in asked for in <c>prompt</c>.</summary>
    public string? Prompt { get; private set; }

    protected override object? Answer(HttpListenerContext context) => context.Request.Url!.AbsolutePath switch
    {
        "/authorize" => Authorize(context.Request.QueryString),
        "/token" => Exchange(context),
        _ => base.Answer(context),
    };

    private Uri? Authorize(System.Collections.Specialized.NameValueCollection query)
    {
        if (query["client_id"] != ClientId || query["response_type"] != "code" || query["code_challenge_method"] != "S256" || query["code_challenge"] is not { Length: 43 } challenge
            || query["redirect_uri"] is not { } home || query["state"] is not { Length: > 15 } state || query["scope"]?.Contains(Audience, StringComparison.Ordinal) != true)
            return null;
        Prompt = query["prompt"];
        if (Declines)
            return new Uri($"{home}?error=access_denied&error_description=no&state={state}");
        var code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        codes[code] = (challenge, home);
        return new Uri($"{home}?code={code}&state={state}");
    }

    private object Exchange(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream);
        var form = HttpUtility.ParseQueryString(reader.ReadToEnd());
        if (form["grant_type"] == "authorization_code" && form["client_id"] == ClientId && form["code"] is { } code && codes.TryRemove(code, out var asked)
            && form["redirect_uri"] == asked.RedirectUri && Text(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"] ?? ""))) == asked.Challenge)
        {
            Exchanges++;
            return new { access_token = Token(Roles, audience: For, age: Age), token_type = "Bearer", expires_in = 600 };
        }

        Refusals++;
        context.Response.StatusCode = 400;
        return new { error = "invalid_grant" };
    }
}
