using StayPositive.Detector.Evidence;
using StayPositive.Detector.Models;
using StayPositive.RetrainJob.Refits;
using StayPositive.RetrainJob.Tests.Data;

namespace StayPositive.RetrainJob.Tests.Refits;

public sealed class VersionNameTests
{
    [Fact]
    public async Task The_same_head_under_another_policy_is_another_version_and_both_can_be_published()
    {
        using var world = new DataWorld();
        var package = VersionName.Named(world.Package);
        var other = VersionName.Named(world.Package with { Policy = world.Package.Policy with { Prevalence = 0.3 } });
        Assert.StartsWith("refit-", package.Version.Value, StringComparison.Ordinal);
        Assert.NotEqual(package.Version, other.Version);
        foreach (var one in new[] { package, other, package })
            Assert.Equal(one.Version.Value, (await world.Installation.Releases.PublishAsync(one, null, TestContext.Current.CancellationToken)).Version);
    }

    [Fact]
    public void A_repeat_has_the_same_name_whatever_the_champion_is_called()
    {
        using var world = new DataWorld();
        var renamed = world.Package with { Head = new NonNegativeHead(new ModelVersion("tiny-2"), world.Package.Head.Weights.ToArray(), world.Package.Head.Bias) };
        Assert.Equal(VersionName.Named(world.Package).Version, VersionName.Named(renamed).Version);
        var nudged = world.Package with { Head = new NonNegativeHead(world.Package.Version, [1, 1e-7f], world.Package.Head.Bias) };
        Assert.NotEqual(VersionName.Named(world.Package).Version, VersionName.Named(nudged).Version);
    }
}
