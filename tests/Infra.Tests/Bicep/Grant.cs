using System.Text.Json.Nodes;

namespace StayPositive.Infra.Tests.Bicep;

/// <summary>A role that a program has on a resource.</summary>
/// <param name="Who">The program, or "events".</param>
/// <param name="What">The resource.</param>
/// <param name="Role">Name of the built-in role.</param>
/// <param name="Limit">Name of the condition; empty = none.</param>
internal sealed record Grant(string Who, string What, string Role, string Limit)
{
    /// <summary>The tables of the module that gives roles.</summary>
    public static IReadOnlyList<Grant> Of(JsonObject main) =>
    [
        .. Access(main)["variables"]!.AsObject().Where(variable => variable.Key.EndsWith("Grants", StringComparison.Ordinal)).SelectMany(variable => variable.Value!.AsArray())
            .Select(row => new Grant(Text(row!, "who"), Text(row!, "what"), Text(row!, "role"), Text(row!, "limit"))),
    ];

    public static JsonObject Access(JsonObject main) => ArmResource.Template(main["resources"]!["access"]!.AsObject());

    private static string Text(JsonNode row, string name) => row[name]?.GetValue<string>() ?? "";
}
