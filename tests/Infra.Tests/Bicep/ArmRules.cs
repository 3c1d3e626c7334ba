using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace StayPositive.Infra.Tests.Bicep;

/// <summary>What the compiled template must keep, whoever changes it. Pure: a template in, sentences about what is wrong out.</summary>
internal static partial class ArmRules
{
    private const string Assignment = "Microsoft.Authorization/roleAssignments";

    private static readonly string[] Logged =
    [
        "Microsoft.Storage/storageAccounts", "Microsoft.KeyVault/vaults", "Microsoft.ContainerRegistry/registries", "Microsoft.EventGrid/systemTopics", "Microsoft.EventGrid/topics", "Microsoft.Web/sites",
        "Microsoft.App/managedEnvironments", "Microsoft.CognitiveServices/accounts",
    ];

    /// <summary>Type of resource, path below its properties, the only value.</summary>
    private static readonly (string Type, string Path, string Value)[] Fixed =
    [
        ("Microsoft.Storage/storageAccounts", "allowSharedKeyAccess", "false"),
        ("Microsoft.Storage/storageAccounts", "allowBlobPublicAccess", "false"),
        ("Microsoft.Storage/storageAccounts", "allowCrossTenantReplication", "false"),
        ("Microsoft.Storage/storageAccounts", "supportsHttpsTrafficOnly", "true"),
        ("Microsoft.Storage/storageAccounts", "minimumTlsVersion", "TLS1_2"),
        ("Microsoft.Storage/storageAccounts/blobServices/containers", "publicAccess", "None"),
        ("Microsoft.Web/sites", "httpsOnly", "true"),
        ("Microsoft.Web/sites", "siteConfig.minTlsVersion", "1.2"),
        ("Microsoft.Web/sites", "siteConfig.scmMinTlsVersion", "1.2"),
        ("Microsoft.Web/sites", "siteConfig.ftpsState", "Disabled"),
        ("Microsoft.Web/sites/basicPublishingCredentialsPolicies", "allow", "false"),
        ("Microsoft.App/containerApps", "configuration.ingress.allowInsecure", "false"),
        ("Microsoft.ContainerRegistry/registries", "adminUserEnabled", "false"),
        ("Microsoft.ContainerRegistry/registries", "anonymousPullEnabled", "false"),
        ("Microsoft.KeyVault/vaults", "enableRbacAuthorization", "true"),
        ("Microsoft.KeyVault/vaults", "enablePurgeProtection", "true"),
        ("Microsoft.CognitiveServices/accounts", "disableLocalAuth", "true"),
        ("Microsoft.EventGrid/topics", "disableLocalAuth", "true"),
        ("Microsoft.EventGrid/topics", "minimumTlsVersionAllowed", "1.2"),
        ("Microsoft.Insights/components", "DisableLocalAuth", "true"),
        ("Microsoft.OperationalInsights/workspaces", "features.disableLocalAuth", "true"),
    ];

    public static IReadOnlyList<string> Violations(JsonObject main)
    {
        var resources = ArmResource.In(main).ToArray();
        return
        [
            .. FixedValues(resources), .. Roles(resources, main), .. Writers(main), .. Secrets(main), .. Wildcards(main), .. Diagnostics(resources), .. Networks(resources, main), .. Deletions(resources), .. Deliveries(resources),
        ];
    }

    private static IEnumerable<string> FixedValues(ArmResource[] resources)
    {
        foreach (var (type, path, value) in Fixed)
        {
            var all = resources.Where(resource => resource.Type == type).ToArray();
            if (all.Length == 0)
                yield return $"There is no {type}, which must have {path} = {value}.";
            foreach (var resource in all)
                if (!string.Equals(resource.Property(path.Split('.')), value, StringComparison.OrdinalIgnoreCase))
                    yield return $"{resource}: {path} is {resource.Property(path.Split('.')) ?? "missing"}, not {value}.";
        }
    }

    private static IEnumerable<string> Roles(ArmResource[] resources, JsonObject main)
    {
        foreach (var assignment in resources.Where(resource => resource.Type == Assignment))
        {
            if (assignment.Module != "access")
                yield return $"{assignment}: roles are given in modules/access.bicep only.";
            if (assignment.Json["scope"]?.GetValue<string>() is not { } scope || !scope.StartsWith("[resourceId(", StringComparison.Ordinal))
                yield return $"{assignment}: is not scoped to a resource.";
            if (assignment.Property("roleDefinitionId") is not { } role || !role.Contains("variables('roles')[", StringComparison.Ordinal))
                yield return $"{assignment}: gives {assignment.Property("roleDefinitionId")}, which is not one of the named roles.";
            if (assignment.Property("principalId") is not { } principal || !principal.StartsWith("[parameters('principals')[", StringComparison.Ordinal))
                yield return $"{assignment}: is given to {assignment.Property("principalId")}, which is none of our identities.";
        }

        foreach (var (name, id) in Grant.Access(main)["variables"]!["roles"]!.AsObject())
            if (RoleIds.Known.GetValueOrDefault(name) != id!.GetValue<string>())
                yield return $"access: the role '{name}' has the id {id}, which is not that of a data role that we use.";
    }

    private static IEnumerable<string> Writers(JsonObject main)
    {
        var writers = Grant.Of(main).Where(grant => grant.Role is "Storage Blob Data Owner" or "Storage Blob Data Contributor").ToArray();
        foreach (var grant in writers.Where(grant => grant.What == "sp-models" && grant.Who != "retrain"))
            yield return $"access: {grant.Who} may write sp-models; only the retraining may.";
        foreach (var grant in writers.Where(grant => grant.What == "sp-review" && grant.Who != "web" && (grant.Who, grant.Limit) != ("scanner", "onlyPending")))
            yield return $"access: {grant.Who} may write sp-review; only web may, and the scanner its pending items.";
        var condition = Grant.Access(main)["variables"]!["onlyPending"]!.GetValue<string>();
        foreach (var part in new[] { "blobs/write'}", "blobs/add/action'}", "StringLike '*/pending/*'", "StringLike '*/pending-of/*'" })
            if (!condition.Contains(part, StringComparison.Ordinal))
                yield return $"access: the condition of the scanner on sp-review does not hold {part}.";
    }

    private static IEnumerable<string> Secrets(JsonObject main)
    {
        foreach (var (module, template) in ArmResource.Templates(main))
        {
            foreach (var (name, output) in template["outputs"]?.AsObject() ?? [])
                if (output!["type"]?.GetValue<string>() is "securestring" or "secureObject" || ListsKeys().IsMatch(output["value"]?.ToString() ?? ""))
                    yield return $"{module}: the output {name} holds a secret.";
            foreach (var (name, parameter) in template["parameters"]?.AsObject() ?? [])
                if (SecretName().IsMatch(name) && parameter!["type"]?.GetValue<string>() == "string")
                    yield return $"{module}: the parameter {name} is a secret, and not secure.";
        }
    }

    private static IEnumerable<string> Wildcards(JsonObject main)
    {
        foreach (var text in Texts(main))
            if (text is "*" or "0.0.0.0/0" or "Any")
                yield return $"The template holds the wildcard '{text}'.";
    }

    private static IEnumerable<string> Diagnostics(ArmResource[] resources)
    {
        var scopes = resources.Where(resource => resource.Type == "Microsoft.Insights/diagnosticSettings").Select(resource => (resource.Module, Scope: resource.Json["scope"]!.GetValue<string>())).ToArray();
        foreach (var resource in resources.Where(resource => Logged.Contains(resource.Type)))
            if (!scopes.Any(setting => setting.Module == resource.Module && setting.Scope.Contains(resource.Type, StringComparison.Ordinal)))
                yield return $"{resource}: has no diagnostic settings.";
    }

    private static IEnumerable<string> Networks(ArmResource[] resources, JsonObject main)
    {
        string[] closed = ["Microsoft.Storage/storageAccounts", "Microsoft.KeyVault/vaults", "Microsoft.CognitiveServices/accounts", "Microsoft.Web/sites", "Microsoft.App/managedEnvironments", "Microsoft.EventGrid/topics"];
        foreach (var resource in resources.Where(resource => closed.Contains(resource.Type)))
            if (resource.Property("publicNetworkAccess") is not { } access || !access.Contains("parameters('network')", StringComparison.Ordinal) || !access.Contains("'Disabled'", StringComparison.Ordinal))
                yield return $"{resource}: is not closed to the public network by the parameter.";
        var endpoints = main["resources"]!["endpoints"]?.AsObject();
        if (endpoints?["condition"]?.GetValue<string>() != "[parameters('privateNetwork')]")
            yield return "The private endpoints do not follow the parameter privateNetwork.";
        var text = endpoints?.ToJsonString() ?? "";
        foreach (var group in new[] { "blob", "queue", "table", "vault", "account", "topic" })
            if (!Regex.IsMatch(text, $"""group(\\u0022|"|\\u0027|')[:,] ?(\\u0022|"|\\u0027|'){group}"""))
                yield return $"There is no private endpoint of the kind {group}.";
    }

    /// <summary>Labels, the log, tombstones, models and states go by erasure alone.</summary>
    private static IEnumerable<string> Deletions(ArmResource[] resources)
    {
        foreach (var policy in resources.Where(resource => resource.Type == "Microsoft.Storage/storageAccounts/managementPolicies"))
            foreach (var rule in policy.Properties["policy"]!["rules"]!.AsArray())
                if (rule!["definition"]!["actions"]!.ToJsonString().Contains("\"delete\"", StringComparison.Ordinal)
                    && !(rule["definition"]!["filters"]?["prefixMatch"] is JsonArray prefixes && prefixes.Count > 0 && prefixes.All(prefix => prefix!.GetValue<string>() == "dead-letter/")))
                    yield return $"{policy}: the rule {rule["name"]} deletes what must stay; only dead letters may go by themselves.";
    }

    /// <summary>Past a firewall only the topic's own identity delivers; what cannot be delivered must not be lost.</summary>
    private static IEnumerable<string> Deliveries(ArmResource[] resources)
    {
        var subscriptions = resources.Where(resource => resource.Type == "Microsoft.EventGrid/systemTopics/eventSubscriptions").ToArray();
        if (subscriptions.Length == 0)
            yield return "No subscription brings events into the queue.";
        foreach (var subscription in subscriptions)
        {
            foreach (var way in new[] { "deliveryWithResourceIdentity", "deadLetterWithResourceIdentity" })
                if (subscription.Property(way, "identity", "type") != "SystemAssigned")
                    yield return $"{subscription}: {way} is not by the identity of the topic.";
            if (subscription.Property("deadLetterWithResourceIdentity", "deadLetterDestination", "properties", "blobContainerName") != "dead-letter")
                yield return $"{subscription}: has no dead letters.";
        }
    }

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject json => json.SelectMany(member => Texts(member.Value)),
        JsonArray array => array.SelectMany(Texts),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };

    [GeneratedRegex(@"\blist[A-Z]\w*\(|\blist(Keys|Secrets)\b|AccountKey|SharedAccess", RegexOptions.IgnoreCase)]
    private static partial Regex ListsKeys();

    [GeneratedRegex("(tombstone|audit|signing|account|access|shared)Key$|password|secret$", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();
}
