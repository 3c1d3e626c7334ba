using StayPositive.Infra.Tests.Docs;

namespace StayPositive.Infra.Tests.Bicep;

/// <summary>Who may do what: the page and the template hold the same table.</summary>
public sealed class GrantTests
{
    [Fact]
    public async Task The_table_of_the_security_page_is_that_of_the_template()
    {
        var rows = Page.Read("docs/security.md").Table("program", "resource", "role", "limit", "why");
        var page = rows.Select(row => new Grant(row[0], row[1].Trim('`'), row[2], row[3]));
        Assert.All(rows, row => Assert.NotEmpty(row[4]));
        Assert.Equal(Grant.Of(await BicepFiles.MainAsync()).OrderBy(grant => grant.ToString(), StringComparer.Ordinal), page.OrderBy(grant => grant.ToString(), StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_table_of_roles_is_used_by_an_assignment()
    {
        var access = Grant.Access(await BicepFiles.MainAsync());
        var used = access["resources"]!.ToJsonString() + access["variables"]!.ToJsonString();
        foreach (var (name, _) in access["variables"]!.AsObject())
            if (name.EndsWith("Grants", StringComparison.Ordinal))
                Assert.True(used.Contains($"variables(\\u0027{name}\\u0027)", StringComparison.Ordinal) || used.Contains($"variables('{name}')", StringComparison.Ordinal), name);
    }
}
