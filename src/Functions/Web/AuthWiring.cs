using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.DataProtection;

namespace StayPositive.Functions.Web;

/// <summary>Who may call the API: tokens of an identity provider, or, on the loopback only, the token of this start. Headers of a front end (<c>X-MS-*</c>) count for nothing.</summary>
internal static class AuthWiring
{
    /// <summary>Sets up what is configured: <c>Auth:Authority</c> and <c>Auth:Audience</c>, else the token of this start.</summary>
    /// <returns>True when it is the token of this start, which is to be printed.</returns>
    /// <exception cref="InvalidOperationException">An address that others can reach, and no identity provider; or a half of the settings.</exception>
    public static bool AddTokens(this IServiceCollection services, IConfiguration configuration, string urls)
    {
        services.AddDataProtection().UseEphemeralDataProtectionProvider(); // nothing is protected with it: no keys are left on the disk
        services.AddAuthorization(options =>
        {
            foreach (var role in Roles.All)
                options.AddPolicy(role, policy => policy.RequireRole(Roles.From(role)));
        });
        var (authority, audience) = (configuration["Auth:Authority"], configuration["Auth:Audience"]);
        if (authority is not null && audience is not null)
        {
            services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>
            {
                options.Authority = authority;
                options.Audience = audience;
                options.RequireHttpsMetadata = !IsLoopback(authority);
                options.MapInboundClaims = false;
                options.TokenValidationParameters.RoleClaimType = "roles";
                options.TokenValidationParameters.NameClaimType = "name";
            });
            return false;
        }

        if (authority is not null || audience is not null)
            throw new InvalidOperationException("Auth:Authority and Auth:Audience go together; one of them is not set.");
        if (!urls.Split(';').All(IsLoopback))
            throw new InvalidOperationException($"--urls is {urls}, which others can reach, and Auth:Authority is not set; without an identity provider the API listens on the loopback only.");
        services.AddAuthentication(OneTimeToken.SchemeName).AddScheme<AuthenticationSchemeOptions, OneTimeToken>(OneTimeToken.SchemeName, null);
        return true;
    }

    private static bool IsLoopback(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Host == "localhost" || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)));
}
