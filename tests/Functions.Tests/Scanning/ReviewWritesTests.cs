using System.Text.RegularExpressions;
using StayPositive.Storage.Installations;
using StayPositive.Storage.Objects;
using StayPositive.Tests;

namespace StayPositive.Functions.Tests.Scanning;

/// <summary>The role of the scanner's identity on the container of reviews has a condition (infra/bicep/modules/access.bicep): what the scanner writes there must pass it, and labels must not.</summary>
public sealed partial class ReviewWritesTests
{
    private static readonly Regex[] Allowed =
    [
        .. Pattern().Matches(File.ReadAllText(Path.Combine(Repository.Root, "infra", "bicep", "modules", "access.bicep")))
            .Select(match => new Regex("^" + Regex.Escape(match.Groups[1].Value).Replace(@"\*", ".*", StringComparison.Ordinal) + "$")),
    ];

    [Fact]
    public async Task The_scanner_writes_in_the_container_of_reviews_only_what_its_role_allows()
    {
        await using var world = await FlowWorld.StartAsync(options => options.AuditRate = 1);
        foreach (var name in new[] { "coffee-inpainted.jpg", "chelsea-generated.jpg", "astronaut.jpg" })
            world.Upload(name, FlowWorld.Sample(name));
        await world.Sweep.RunAsync(TestContext.Current.CancellationToken);

        var review = new FolderObjectStore(Path.Combine(world.Data, Installation.ReviewContainer), TimeProvider.System);
        var written = await review.ListAsync("", null, TestContext.Current.CancellationToken).Select(entry => entry.Key.Value).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Contains(written, key => key.Contains("/pending/", StringComparison.Ordinal));
        Assert.Contains(written, key => key.Contains("/pending-of/", StringComparison.Ordinal));
        Assert.DoesNotContain(written, key => !IsAllowed(key));
    }

    [Theory]
    [InlineData("labels/{0}/000001.json")]
    [InlineData("audit-log/2026-11-24/{0}")]
    [InlineData("claims/{0}")]
    [InlineData("notes/{0}.json")]
    public void What_reviewers_decide_is_not_among_it(string key) => Assert.False(IsAllowed("uploads/" + string.Format(System.Globalization.CultureInfo.InvariantCulture, key, new string('a', 64))));

    private static bool IsAllowed(string key) => Allowed.Any(pattern => pattern.IsMatch(key));

    [GeneratedRegex(@"StringLike \\'([^']+)\\'")]
    private static partial Regex Pattern();
}
