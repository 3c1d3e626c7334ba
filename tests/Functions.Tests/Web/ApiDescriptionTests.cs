using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using StayPositive.Functions.Backfills;
using StayPositive.Functions.Scanning;
using StayPositive.Functions.Tests.Scanning;
using StayPositive.Functions.Web;
using StayPositive.Functions.Web.Review;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Models;

namespace StayPositive.Functions.Tests.Web;

public sealed class ApiDescriptionTests
{
    private static readonly string[] Open = ["/api/health", "/api/ready", "/api/openapi.json"];

    [Fact]
    public async Task The_document_has_the_routes_and_roles_that_the_app_has()
    {
        await using var world = await FlowWorld.StartAsync();
        await using var app = App(world);
        app.MapApi();
        await app.StartAsync(TestContext.Current.CancellationToken); // the description knows what the server serves
        var document = await app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>("v1").GetOpenApiDocumentAsync(TestContext.Current.CancellationToken);

        var routes = Routes(app).Where(route => route.Path != "/api/openapi.json").Select(route => $"{route.Method} {route.Path} {route.Role}").Order().ToArray();
        var described = document.Paths.SelectMany(path => path.Value.Operations!.Select(operation => $"{operation.Key.Method} {path.Key} {Role(operation.Value)}")).Order().ToArray();
        Assert.Equal(routes, described);
        Assert.InRange(routes.Length, 8, 200);
        Assert.All(document.Paths.SelectMany(path => path.Value.Operations!.Values), operation =>
        {
            Assert.NotEmpty(operation.Summary!);
            Assert.Contains("429", operation.Responses!.Keys);
            Assert.Equal(Role(operation).Length > 0, operation.Security is { Count: 1 } && operation.Responses.ContainsKey("401") && operation.Responses.ContainsKey("403"));
        });
    }

    [Fact]
    public async Task All_of_the_review_but_its_page_and_its_sign_in_is_for_reviewers()
    {
        await using var world = await FlowWorld.StartAsync();
        await using var app = App(world);
        app.MapReview();
        Assert.All(Routes(app), route => Assert.Equal((route.Path, route.Path.StartsWith("/api/review/", StringComparison.Ordinal) ? Roles.Reviewer : ""), (route.Path, route.Role)));
        Assert.Equal(["/api/session", "/review", "/review/{file}"], Routes(app).Where(route => route.Role.Length == 0).Select(route => route.Path).Distinct().Order());
    }

    [Fact]
    public async Task Only_probes_and_the_description_are_open_to_everybody()
    {
        await using var world = await FlowWorld.StartAsync();
        await using var app = App(world);
        app.MapApi();
        Assert.Equal(Open.Order(), Routes(app).Where(route => route.Role.Length == 0).Select(route => route.Path).Order());
        Assert.All(Routes(app), route => Assert.True(route.Role.Length == 0 || Roles.All.Contains(route.Role), route.Path));
    }

    private static WebApplication App(FlowWorld world)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddAuthorization();
        builder.Services.AddSingleton(world.Stores).AddSingleton(world.Flow).AddSingleton(world.Get<ScanningOptions>()).AddSingleton(world.Get<CurrentModel>()).AddSingleton(world.Get<MemoryBudget>()).AddSingleton(world.Get<Installation>()).AddSingleton(TimeProvider.System).AddSingleton(world.Get<Shadow>()).AddSingleton(world.Get<Rulings>()).AddSingleton(world.Get<ContentScanner>()).AddSingleton(world.Get<PrefixPolicies>()).AddBackfills(new ConfigurationBuilder().Build());
        builder.Services.AddWeb(new ConfigurationBuilder().Build());
        return builder.Build();
    }

    private static IEnumerable<(string Method, string Path, string Role)> Routes(WebApplication app) =>
        from endpoint in ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
        let open = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
        let role = endpoint.Metadata.GetMetadata<IAuthorizeData>()?.Policy ?? (open ? "" : "nobody thought of it")
        select (method, endpoint.RoutePattern.RawText!.Replace("**", "", StringComparison.Ordinal).TrimEnd('/'), role);

    private static string Role(OpenApiOperation operation) =>
        operation.Extensions is { } extensions && extensions.TryGetValue("x-role", out var role) ? ((JsonNodeExtension)role).Node.GetValue<string>() : "";
}
