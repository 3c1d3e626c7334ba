using System.Text.RegularExpressions;
using StayPositive.Tests;

namespace StayPositive.Infra.Tests.Bicep;

/// <summary>Alerts ask for metrics, events and lines that the programs write.</summary>
public sealed partial class AlertTests
{
    private static readonly string[] Wanted = ["poison", "queue-age", "error-rate", "not-scanned", "refit-failed", "drift", "open-effects"];

    [Fact]
    public async Task What_the_alerts_ask_for_is_written_by_a_program()
    {
        var rules = ArmResource.Template((await BicepFiles.MainAsync())["resources"]!["alerts"]!.AsObject())["variables"]!["rules"]!.AsArray();
        Assert.Empty(Wanted.Except(rules.Select(rule => rule!["name"]!.GetValue<string>())));
        var sources = string.Concat(Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        foreach (var query in rules.Select(rule => rule!["query"]!.GetValue<string>()))
            foreach (var text in Asked().Matches(query).SelectMany(match => Quoted().Matches(match.Value)).Select(match => match.Groups[1].Value))
                Assert.True(text == "MaxDequeueCount" || sources.Contains($"\"{text}", StringComparison.Ordinal), $"No program writes '{text}', which this asks for: {query}");
    }

    /// <summary>Names of metrics, beginnings of lines (the host's own one excepted), names of events.</summary>
    [GeneratedRegex("""Name == "[^"]+"|Message startswith "[^"]+"|Event in \([^)]+\)""")]
    private static partial Regex Asked();

    [GeneratedRegex("\"([^\"]+)\"")]
    private static partial Regex Quoted();
}
