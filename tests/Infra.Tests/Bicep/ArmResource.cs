using System.Text.Json.Nodes;

namespace StayPositive.Infra.Tests.Bicep;

/// <summary>A resource of a compiled template, of whatever module.</summary>
/// <param name="Module">Symbolic names of the deployments that hold it, with '/' between them; empty = the main template.</param>
/// <param name="Name">Its own symbolic name.</param>
/// <param name="Json">As compiled.</param>
internal sealed record ArmResource(string Module, string Name, JsonObject Json)
{
    public string Type => Json["type"]!.GetValue<string>();

    public JsonObject Properties => Json["properties"]?.AsObject() ?? [];

    public override string ToString() => $"{Module}/{Name} ({Type})";

    /// <summary>The text of a property, by its path below <c>properties</c>; null when it is not there.</summary>
    public string? Property(params string[] path)
    {
        JsonNode? node = Properties;
        foreach (var step in path)
            node = (node as JsonObject)?[step];
        return node?.ToString();
    }

    /// <summary>All that a template deploys itself.</summary>
    public static IEnumerable<ArmResource> In(JsonObject template, string module = "")
    {
        foreach (var (name, node) in template["resources"]!.AsObject())
        {
            var json = node!.AsObject();
            if (json["existing"]?.GetValue<bool>() == true)
                continue;
            if (json["type"]!.GetValue<string>() != "Microsoft.Resources/deployments")
            {
                yield return new ArmResource(module, name, json);
                continue;
            }

            foreach (var inner in In(Template(json), module.Length == 0 ? name : $"{module}/{name}"))
                yield return inner;
        }
    }

    /// <summary>All templates: of the modules, and the main one, with their paths.</summary>
    public static IEnumerable<(string Module, JsonObject Template)> Templates(JsonObject template, string module = "")
    {
        yield return (module, template);
        foreach (var (name, node) in template["resources"]!.AsObject())
            if (node!["type"]?.GetValue<string>() == "Microsoft.Resources/deployments" && node["existing"] is null)
                foreach (var inner in Templates(Template(node.AsObject()), module.Length == 0 ? name : $"{module}/{name}"))
                    yield return inner;
    }

    public static JsonObject Template(JsonObject deployment) => deployment["properties"]!["template"]!.AsObject();
}
