using System.Text.Json;
using System.Text.Json.Serialization;
using StayPositive.Functions.Notes;
using StayPositive.Functions.Web.Review;

namespace StayPositive.Functions.Web;

/// <summary>The HTTP side in the order in which a request passes it.</summary>
internal static class WebWiring
{
    private const string ReviewPage = "/review";

    /// <summary>Limits, JSON, OpenAPI.</summary>
    /// <exception cref="InvalidOperationException">A setting is outside its limits; the message names it.</exception>
    public static WebOptions AddWeb(this IServiceCollection services, IConfiguration configuration)
    {
        var options = new WebOptions();
        configuration.GetSection("Web").Bind(options);
        options.Check();
        services.AddSingleton(options);
        services.AddNotes(configuration);
        services.AddReview();
        services.AddSingleton<BlindAudit>();
        services.AddRateLimits(options);
        services.AddApiDescription();
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true); // so that a body is refused with a sentence
        services.ConfigureHttpJsonOptions(json => Configure(json.SerializerOptions));
        return options;
    }

    public static void UseWeb(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseMiddleware<ProblemAnswers>();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
    }

    /// <summary>Who opens the address in a browser wants the review page, where there is one.</summary>
    public static void MapRoot(this WebApplication app) => app.MapGet("/", (EndpointDataSource all) =>
        all.Endpoints.OfType<RouteEndpoint>().Any(endpoint => endpoint.RoutePattern.RawText == ReviewPage) ? Results.Redirect(ReviewPage) : Problems.Of(404)).AllowAnonymous().ExcludeFromDescription();

    /// <summary>Strict in what is read; what does not apply is left out of what is written.</summary>
    private static void Configure(JsonSerializerOptions json)
    {
        json.Converters.Add(new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false));
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.AllowDuplicateProperties = false;
        json.PropertyNameCaseInsensitive = false;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
    }
}
