using System.Text.RegularExpressions;
using StayPositive.Tests;

namespace StayPositive.Infra.Tests.Docs;

public sealed partial class PageTests
{
    [Fact]
    public void Every_link_between_pages_leads_somewhere()
    {
        var broken = Page.All.SelectMany(page => Link().Matches(page.Text).Select(match => match.Groups[1].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#') && !target.StartsWith("mailto:", StringComparison.Ordinal))
            .Where(target => !Path.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(page.Path)!, target.Split('#')[0])))
            .Select(target => $"{page.Path}: {target}"));
        Assert.Empty(broken);
    }

    [Fact]
    public void Every_control_of_the_security_page_names_a_test_that_there_is()
    {
        var tests = string.Concat(Directory.GetFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        var rows = Page.Read("docs/security.md").Table("asset", "threat", "control", "shown by");
        Assert.InRange(rows.Count, 15, 100);
        foreach (var row in rows)
        {
            var names = Code().Matches(row[3]).Select(match => match.Groups[1].Value).ToArray();
            Assert.True(names.Length > 0 || row[3].StartsWith("not shown", StringComparison.Ordinal), $"'{row[1]}' names no test, and does not say so.");
            foreach (var name in names)
                Assert.True(Regex.IsMatch(tests, $@"(void|Task) {Regex.Escape(name)}\("), $"'{row[1]}': there is no test {name}.");
        }
    }

    [Fact]
    public async Task The_cost_page_shows_what_its_command_prints()
    {
        var page = Page.Read("docs/cost.md");
        var printed = await Command.RunAsync(Path.Combine(Repository.Root, "bench", "cost"), [], TestContext.Current.CancellationToken);
        Assert.True(printed.ExitCode == 0, printed.Text);
        Assert.Contains(printed.Output.Trim(), page.Text, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`([A-Za-z0-9_]+)`")]
    private static partial Regex Code();
}
