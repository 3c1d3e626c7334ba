using System.Text.Json.Nodes;

namespace StayPositive.Infra.Tests.Bicep;

public sealed class ArmRulesTests
{
    /// <summary>A change that someone could make, and what the rules must say to it.</summary>
    private static readonly Dictionary<string, (Action<JsonObject> Break, string Says)> Breaks = new()
    {
        ["shared keys"] = (main => Account(main)["properties"]!["allowSharedKeyAccess"] = true, "allowSharedKeyAccess is true"),
        ["old TLS"] = (main => Account(main)["properties"]!["minimumTlsVersion"] = "TLS1_0", "minimumTlsVersion is TLS1_0"),
        ["plain HTTP"] = (main => Module(main, "scannerOnFlex")["resources"]!["app"]!["properties"]!["httpsOnly"] = false, "httpsOnly is false"),
        ["an owner of the subscription"] = (main => main["resources"]!["owner"] = Assignment(null, "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"), "is not scoped to a resource"),
        ["an owner among the roles"] = (main => Grant.Access(main)["variables"]!["roles"]!["Owner"] = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "the role 'Owner'"),
        ["a role beside the table"] = (main => Module(main, "storage")["resources"]!["extra"] = Assignment("[resourceId('a', 'b')]", "x"), "roles are given in modules/access.bicep only"),
        ["a scanner that publishes models"] = (main => Give(main, "scanner", "sp-models"), "scanner may write sp-models"),
        ["a retraining that labels"] = (main => Give(main, "retrain", "sp-review"), "retrain may write sp-review"),
        ["a scanner that decides"] = (main => Give(main, "scanner", "sp-review"), "scanner may write sp-review"),
        ["a condition that lets all pass"] = (main => Grant.Access(main)["variables"]!["onlyPending"] = "true", "does not hold StringLike"),
        ["a key as output"] = (main => Module(main, "storage")["outputs"]!["key"] = new JsonObject { ["type"] = "string", ["value"] = "[listKeys(resourceId('a', 'b'), '2024-01-01').keys[0].value]" }, "the output key holds a secret"),
        ["a secret in the clear"] = (main => main["parameters"]!["tombstoneKey"]!["type"] = "string", "tombstoneKey is a secret"),
        ["a wildcard"] = (main => Module(main, "web")["resources"]!["app"]!["properties"]!["configuration"]!["ingress"]!["corsPolicy"] = new JsonObject { ["allowedOrigins"] = new JsonArray("*") }, "wildcard"),
        ["no logs of the vault"] = (main => Module(main, "vault")["resources"]!.AsObject().Remove("logs"), "has no diagnostic settings"),
        ["always public"] = (main => Account(main)["properties"]!["publicNetworkAccess"] = "Enabled", "is not closed to the public network"),
        ["labels that expire"] = (main => Lifecycle(main).Add(Expiry("sp-review/")), "deletes what must stay"),
        ["everything expires"] = (main => Lifecycle(main).Add(Expiry()), "deletes what must stay"),
        ["delivery by nobody"] = (main => Subscription(main).Remove("deliveryWithResourceIdentity"), "deliveryWithResourceIdentity is not by the identity"),
        ["events that get lost"] = (main => Subscription(main).Remove("deadLetterWithResourceIdentity"), "has no dead letters"),
        ["no private endpoints"] = (main => main["resources"]!.AsObject().Remove("endpoints"), "do not follow the parameter"),
    };

    public static TheoryData<string> Names => [.. Breaks.Keys];

    [Fact]
    public async Task The_template_keeps_every_rule() => Assert.Empty(ArmRules.Violations(await BicepFiles.MainAsync()));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_broken_rule_is_found(string name)
    {
        var main = await BicepFiles.MainAsync();
        Breaks[name].Break(main);
        Assert.Contains(ArmRules.Violations(main), sentence => sentence.Contains(Breaks[name].Says, StringComparison.Ordinal));
    }

    private static JsonObject Module(JsonObject main, string name) => ArmResource.Template(main["resources"]![name]!.AsObject());

    private static JsonObject Account(JsonObject main) => Module(main, "storage")["resources"]!["account"]!.AsObject();

    private static JsonArray Lifecycle(JsonObject main) => Module(main, "storage")["resources"]!["account::lifecycle"]!["properties"]!["policy"]!["rules"]!.AsArray();

    private static JsonObject Subscription(JsonObject main) => Module(main, "ingressQueue")["resources"]!["uploads"]!["properties"]!.AsObject();

    private static JsonObject Expiry(params string[] prefixes)
    {
        var filters = new JsonObject { ["blobTypes"] = new JsonArray("blockBlob") };
        if (prefixes.Length > 0)
            filters["prefixMatch"] = new JsonArray([.. prefixes.Select(prefix => JsonValue.Create(prefix))]);
        return new JsonObject
        {
            ["name"] = "old",
            ["definition"] = new JsonObject { ["filters"] = filters, ["actions"] = new JsonObject { ["baseBlob"] = new JsonObject { ["delete"] = new JsonObject { ["daysAfterModificationGreaterThan"] = 1 } } } },
        };
    }

    private static void Give(JsonObject main, string who, string what) =>
        Grant.Access(main)["variables"]!["containerGrants"]!.AsArray().Add(new JsonObject { ["who"] = who, ["what"] = what, ["role"] = "Storage Blob Data Contributor", ["limit"] = "" });

    private static JsonObject Assignment(string? scope, string role)
    {
        var assignment = new JsonObject { ["type"] = "Microsoft.Authorization/roleAssignments", ["name"] = "x", ["properties"] = new JsonObject { ["roleDefinitionId"] = role, ["principalId"] = "x" } };
        if (scope is not null)
            assignment["scope"] = scope;
        return assignment;
    }
}
