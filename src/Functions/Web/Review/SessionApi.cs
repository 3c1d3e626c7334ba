using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using StayPositive.Functions.Scanning;

namespace StayPositive.Functions.Web.Review;

/// <summary>Who is signed in, and how one signs in: on the loopback with the token that was printed, which is exchanged for a cookie; else with the identity provider.</summary>
internal static class SessionApi
{
    public static void MapSession(this RouteGroupBuilder api)
    {
        api.MapGet("/session", Read).AllowAnonymous();
        api.MapPost("/session", Begin).AllowAnonymous();
        api.MapDelete("/session", End).AllowAnonymous();
    }

    private static IResult Read(ClaimsPrincipal user, ScanningOptions scanning, IConfiguration configuration)
    {
        var isIn = user.Has(Roles.Reviewer);
        return Results.Json(new
        {
            signedIn = user.Identity?.IsAuthenticated == true,
            mayReview = isIn,
            name = user.Identity?.IsAuthenticated == true ? Reviewer.Name(user) : null,
            containers = isIn ? scanning.Containers : null,
            signIn = configuration["Auth:Authority"] is { } authority
                ? new { kind = "openid", authority, clientId = configuration["Auth:ClientId"], scope = configuration["Auth:Scope"] ?? $"openid profile {configuration["Auth:Audience"]}/.default" }
                : (object)new { kind = "token" },
        });
    }

    private static IResult Begin(TokenExchange body, HttpContext context, Sessions sessions, IConfiguration configuration)
    {
        if (configuration["Auth:Authority"] is not null || !Sessions.IsOwn(context.Request))
            return Problems.Of(403);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(body.Token), Encoding.UTF8.GetBytes(OneTimeToken.Value)))
            return Problems.Of(401, "Unauthorized", "This is not the token of this start; it is printed again at every start.");
        context.Response.Cookies.Append(Sessions.CookieName, sessions.Begin(), new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Path = "/api",
            MaxAge = Sessions.Lifetime,
            Secure = context.Request.IsHttps,
            IsEssential = true,
        });
        return Results.NoContent();
    }

    private static IResult End(HttpContext context, Sessions sessions)
    {
        if (!Sessions.IsOwn(context.Request))
            return Problems.Of(403);
        if (context.Request.Cookies[Sessions.CookieName] is { } name)
            sessions.End(name);
        context.Response.Cookies.Delete(Sessions.CookieName, new CookieOptions { Path = "/api" });
        return Results.NoContent();
    }
}
