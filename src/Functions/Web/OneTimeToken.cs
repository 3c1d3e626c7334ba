using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using StayPositive.Functions.Web.Review;

namespace StayPositive.Functions.Web;

/// <summary>On the loopback, without an identity provider: a token that is made at the start, printed once, and has every role; a browser exchanges it for a session.</summary>
internal sealed class OneTimeToken(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Sessions sessions) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "OneTimeToken";

    /// <summary>128 random bits.</summary>
    public static string Value { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        const string bearer = "Bearer ";
        var header = Request.Headers.Authorization.ToString();
        if (header.Length == 0 && Request.Cookies[Sessions.CookieName] is { } session)
            return Task.FromResult(sessions.IsAlive(session) && Sessions.IsOwn(Request) ? Success() : AuthenticateResult.Fail("The session has ended, or a page of another origin asks."));
        if (!header.StartsWith(bearer, StringComparison.Ordinal))
            return Task.FromResult(AuthenticateResult.NoResult());
        return Task.FromResult(CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header[bearer.Length..]), Encoding.UTF8.GetBytes(Value))
            ? Success()
            : AuthenticateResult.Fail("The token is not that of this start."));
    }

    private AuthenticateResult Success()
    {
        var identity = new ClaimsIdentity([new(ClaimTypes.Name, "local"), .. Roles.All.Select(role => new Claim(ClaimTypes.Role, role))], Scheme.Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }
}
