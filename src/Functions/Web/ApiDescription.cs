using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;

namespace StayPositive.Functions.Web;

/// <summary>The OpenAPI document, <c>/api/openapi.json</c>: made from the endpoints, with the role that each asks for.</summary>
internal static class ApiDescription
{
    private const string Bearer = "bearer";
    private const string Problem = "application/problem+json";

    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "Stay Positive", Version = "1", Description = "Finds AI-generated and inpainted images. Errors are problem+json (RFC 9457) with a code." };
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT", Description = "Roles in the claim 'roles'." };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            Describe(operation, context.Description.ActionDescriptor.EndpointMetadata, context.Document!);
            return Task.CompletedTask;
        });
    });

    private static void Describe(OpenApiOperation operation, IList<object> metadata, OpenApiDocument document)
    {
        operation.Responses ??= [];
        Add("429", "Too many requests of one identity; Retry-After says when to ask again.");
        if (metadata.OfType<TakesAnImage>().Any())
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = new Dictionary<string, OpenApiMediaType> { ["application/octet-stream"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } } } };
        if (metadata.OfType<IAuthorizeData>().LastOrDefault()?.Policy is not { } role)
            return;
        operation.Description = $"Role: {role}.";
        operation.Extensions ??= new Dictionary<string, IOpenApiExtension>();
        operation.Extensions["x-role"] = new JsonNodeExtension(JsonValue.Create(role));
        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];
        Add("401", "No valid token.");
        Add("403", "The token holds no role that may do this.");

        void Add(string status, string description) => operation.Responses!.TryAdd(status, new OpenApiResponse { Description = description, Content = new Dictionary<string, OpenApiMediaType> { [Problem] = new() } });
    }
}
