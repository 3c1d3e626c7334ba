using System.Text.RegularExpressions;
using StayPositive.Detector.Verdicts;
using StayPositive.Tests;

namespace StayPositive.Infra.Tests.Bicep;

/// <summary>Alerts ask for metrics, events and lines that the programs write.</summary>
public sealed partial class AlertTests
{
    private static readonly string[] Wanted = ["poison", "queue-age", "no-verdicts", "dead-letter", "error-rate", "not-scanned", "refit-failed", "drift", "open-effects", "model-fault"];

    /// <summary>Text of a query that is a name of ours: of a metric, a decision, an attribute, an event of the job.</summary>
    private static readonly Lazy<string> Sources = new(() => string.Concat(Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText)));

    [Fact]
    public async Task What_the_alerts_ask_for_is_written_by_a_program()
    {
        var rules = ArmResource.Template((await BicepFiles.MainAsync())["resources"]!["alerts"]!.AsObject())["variables"]!["rules"]!.AsArray();
        Assert.Empty(Wanted.Except(rules.Select(rule => rule!["name"]!.GetValue<string>())));
        foreach (var query in rules.Select(rule => rule!["query"]!.GetValue<string>()))
            Assert.DoesNotContain(Names(query), name => !IsWritten(name));
        Assert.InRange(rules.SelectMany(rule => Names(rule!["query"]!.GetValue<string>())).Distinct().Count(), 15, 100); // else nothing was looked at
    }

    [Theory]
    [InlineData("""AppMetrics | where Name == "staypositive.queue.ages" """)]
    [InlineData("""AppMetrics | where tostring(Properties.decision) == "Not-Scanned" """)]
    [InlineData("""AppMetrics | where tostring(Properties.desicion) == "NotScanned" """)]
    [InlineData("""ContainerAppConsoleLogs | where Event in ("gate-failed", "gate-burst")""")]
    public void What_no_program_writes_is_found(string query) => Assert.Contains(Names(query), name => !IsWritten(name));

    private static string[] Names(string query) => [.. Asked().Matches(query).SelectMany(match => Quoted().Matches(match.Value).Select(quoted => quoted.Groups[1].Value)).Concat(Attribute().Matches(query).Select(match => match.Groups[1].Value))];

    private static bool IsWritten(string name) => Enum.TryParse<Decision>(name, out _) || Sources.Value.Contains($"\"{name}\"", StringComparison.Ordinal);

    [GeneratedRegex("""\bName == "[^"]+"|Properties\.\w+\) (?:== "[^"]+"|in \([^)]+\))|Event in \([^)]+\)""")]
    private static partial Regex Asked();

    [GeneratedRegex(@"Properties\.(\w+)")]
    private static partial Regex Attribute();

    [GeneratedRegex("\"([^\"]+)\"")]
    private static partial Regex Quoted();
}
