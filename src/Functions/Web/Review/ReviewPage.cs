using Microsoft.Extensions.FileProviders;

namespace StayPositive.Functions.Web.Review;

/// <summary>The files of the page, and what the browser may do with them: scripts and styles of this origin, requests to this origin and to the identity provider, nothing else.</summary>
internal static class ReviewPage
{
    public static void MapReviewPage(this WebApplication app)
    {
        var authority = Origin(app.Configuration["Auth:Authority"]);
        var policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'" + (authority is null ? "" : " " + authority)
            + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
        var files = new PhysicalFileProvider(Path.Combine(AppContext.BaseDirectory, "wwwroot"));
        app.MapGet("/review", (HttpContext context) => Answer(context, files, "index.html", policy)).AllowAnonymous().DisableRateLimiting().ExcludeFromDescription();
        app.MapGet("/review/{file}", (string file, HttpContext context) => Answer(context, files, file, policy)).AllowAnonymous().DisableRateLimiting().ExcludeFromDescription();
    }

    private static IResult Answer(HttpContext context, PhysicalFileProvider files, string name, string policy)
    {
        var type = Path.GetExtension(name) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".svg" => "image/svg+xml",
            _ => null,
        };
        if (type is null || files.GetFileInfo(name) is not { Exists: true, PhysicalPath: { } path })
            return Problems.Of(404);
        context.Response.Headers.ContentSecurityPolicy = policy;
        context.Response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        context.Response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        context.Response.Headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        context.Response.Headers.CacheControl = "no-cache";
        return Results.File(path, type, lastModified: File.GetLastWriteTimeUtc(path));
    }

    private static string? Origin(string? authority) => Uri.TryCreate(authority, UriKind.Absolute, out var uri) ? uri.GetLeftPart(UriPartial.Authority) : null;
}
